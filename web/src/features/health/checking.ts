import type { Cell } from '@/shared/api'
import { measure } from '@/shared/format'

/** The compared measures: sums, distinct people and a ratio, of impressions and of viewing. */
export const MEASURES = [
  'impressions',
  'reach',
  'qualified_plays',
  'viewers',
  'take_rate',
  'starts',
  'active_profiles',
  'hours_viewed',
] as const

interface Totals {
  totals: Readonly<Record<string, Cell>>
}

/** The relative tolerance for rounding of sums. */
const SAME = 1e-9

/** Return whether two figures are the same, apart from rounding. */
function isSame(one: Cell, other: Cell): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= SAME * Math.max(Math.abs(one), Math.abs(other))
}

/** Return the names of measures on which answers differ. */
export function differences(answers: readonly Totals[]): string[] {
  const [first, ...others] = answers
  return MEASURES.filter((name) =>
    others.some(({ totals }) => !isSame(first?.totals[name] ?? null, totals[name] ?? null)),
  ).map((name) => measure(name).label.toLowerCase())
}
