import type { Overlap } from './asking'

/** Another audience: its place in the request, and its overlap with the first. */
export interface Near {
  at: number
  both: number
  /** Of the first audience. */
  share: number
  lift: number
}

/** The audiences that overlap most with the first. */
interface Nearest {
  /** Those that overlap more than chance explains, the most first. */
  beyond: readonly Near[]
  /** The closest of all; null if none is shown. */
  closest: Near | null
}

const MOST = 5

/** By how many standard deviations an overlap exceeds what is expected, to be beyond chance. */
const DEVIATIONS = 2

/** Return the audiences that overlap most with the first; hidden ones are left out. */
export function near({ sizes, both, lift }: Overlap): Nearest {
  const size = sizes[0] ?? 0
  const found = (both[0] ?? []).flatMap((common, at) => {
    const times = lift[0]?.[at] ?? null
    if (at === 0 || common === null || times === null || size === 0) return []
    return [{ at, both: common, share: common / size, lift: times }]
  })
  const sorted = found.sort((a, b) => b.lift - a.lift)
  return { beyond: sorted.filter(isBeyond).slice(0, MOST), closest: sorted[0] ?? null }
}

function isBeyond({ both, lift }: Near): boolean {
  const expected = both / lift
  return both - expected > DEVIATIONS * Math.sqrt(expected)
}
