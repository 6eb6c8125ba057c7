import type { Overlap } from './asking'

/** Another audience: its place in the request, and its overlap with the first. */
interface Near {
  at: number
  both: number
  /** Of the first audience. */
  share: number
  lift: number
}

const MOST = 5

/** Return the audiences that overlap most with the first, beyond chance; hidden ones are left out. */
export function near({ sizes, both, lift }: Overlap): readonly Near[] {
  const size = sizes[0] ?? 0
  const found = (both[0] ?? []).flatMap((common, at) => {
    const times = lift[0]?.[at] ?? null
    if (at === 0 || common === null || times === null || size === 0) return []
    return [{ at, both: common, share: common / size, lift: times }]
  })
  return found.sort((a, b) => b.lift - a.lift).slice(0, MOST)
}
