import type { Estimate } from '@/shared/charts/kit/estimate'
import type { Unit } from '@/shared/charts/kit/units'
import { measure } from '@/shared/format'

import type { Answer, Row } from './answer'
import { groupedBy } from './grouping'

/** Where nothing is known. */
export const NONE: Estimate = { value: null, low: null, high: null }

/** How figures are drawn: in which unit, and by what they are multiplied for that. */
export interface Manner {
  unit: Unit
  differences: Unit
  factor: number
}

/** How figures of a measure are drawn: seconds as minutes. */
export function mannerOf(name: string): Manner {
  switch (measure(name).kind) {
    case 'rate':
      return { unit: 'rate', differences: 'points', factor: 1 }
    case 'ratio':
      return { unit: 'times', differences: 'times', factor: 1 }
    case 'seconds':
      return { unit: 'minutes', differences: 'minutes', factor: 1 / 60 }
    default:
      return { unit: 'count', differences: 'count', factor: 1 }
  }
}

/** Return an estimate in the unit of a chart. */
export function scaled({ value, low, high }: Estimate, factor: number): Estimate {
  const times = (figure: number | null) => (figure === null ? null : figure * factor)
  return { value: times(value), low: times(low), high: times(high) }
}

/** Rows by the value of a group, those with most of a measure first. */
export function grouped(answer: Answer, key: string | undefined, drawn: string): [string, Row[]][] {
  const groups = groupedBy(answer.rows, (row) => (key === undefined ? '' : answer.id(row, key)))
  const weight = (rows: readonly Row[]) =>
    rows.reduce((sum, row) => sum + (answer.estimate(row, drawn).value ?? 0), 0)
  return [...groups].sort(([, one], [, other]) => weight(other) - weight(one))
}

/** By what groups are large: people where they are counted, else the measure itself. */
export function weightOf({ measures }: Answer, drawn: string): string {
  return ['reach', 'active_profiles', 'impressions'].find((one) => measures.includes(one)) ?? drawn
}

/** Say that not all is drawn; null where it is. */
export function cutOf(count: number, most: number, which: string): string | null {
  return count > most ? `The ${most} of ${count} ${which}.` : null
}
