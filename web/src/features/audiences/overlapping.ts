import type { MatrixData } from '@/shared/charts/matrix/data'
import { fixed, number, percent } from '@/shared/format'

import type { Overlap } from './asking'

/** Return the overlap as a matrix: the share of the row's profiles, or the lift over chance. */
export function matrixOf(
  overlap: Overlap,
  names: readonly string[],
  show: 'share' | 'lift',
): MatrixData {
  const share = (y: number, x: number) => {
    const [both, size] = [overlap.both[y]?.[x] ?? null, overlap.sizes[y] ?? null]
    return both === null || size === null || size === 0 ? null : both / size
  }
  const lift = (y: number, x: number) => overlap.lift[y]?.[x] ?? null
  return {
    name: show === 'share' ? 'Share of the row’s profiles' : 'Lift over chance',
    unit: show === 'share' ? 'rate' : 'times',
    names,
    missing: 'Too few people to show',
    cells: names.map((_, y) =>
      names.map((__, x) => ({
        value: show === 'share' ? share(y, x) : lift(y, x),
        fact: factOf(overlap.both[y]?.[x] ?? null, share(y, x), lift(y, x), show),
      })),
    ),
  }
}

function factOf(
  both: number | null,
  share: number | null,
  lift: number | null,
  show: 'share' | 'lift',
): string | undefined {
  if (both === null) return undefined
  const other = show === 'share' ? `lift ${fixed(lift, 2)}` : `${percent(share, 0)} of the row`
  return `${number(both)} in both, ${other}`
}

/** Return in a sentence which pair overlaps most, or that none does beyond chance. */
export function closest(overlap: Overlap, names: readonly string[]): string | null {
  const pairs = names.flatMap((name, y) =>
    names.slice(y + 1).flatMap((other, n) => {
      const lift = overlap.lift[y]?.[y + 1 + n] ?? null
      return lift === null ? [] : [{ name, other, lift }]
    }),
  )
  const [most] = pairs.sort((a, b) => b.lift - a.lift)
  if (!most) return null
  if (most.lift <= 1) return 'No two of them overlap more than chance.'
  return `${most.name} and ${most.other} overlap most: ${fixed(most.lift, 2)} times chance.`
}
