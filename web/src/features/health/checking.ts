import type { Cell } from '@/shared/api'
import { measure } from '@/shared/format'

/** What is asked of all: sums, distinct people and a ratio, of both families of facts. */
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

/** Sums of parts may differ in their last bits. */
const SAME = 1e-9

/** Whether two figures are the same, but for the rounding of sums. */
export function isSame(one: Cell, other: Cell): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return one === other
  return Math.abs(one - other) <= SAME * Math.max(Math.abs(one), Math.abs(other))
}

/** Return on what answers do not agree, in words. */
export function differences(answers: readonly Totals[]): string[] {
  const [first, ...others] = answers
  return MEASURES.filter((name) =>
    others.some(({ totals }) => !isSame(first?.totals[name] ?? null, totals[name] ?? null)),
  ).map((name) => measure(name).label.toLowerCase())
}
