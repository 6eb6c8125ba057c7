import type { Unit } from '@/shared/charts/kit/units'
import { measure } from '@/shared/format'
import type { Answer, Row } from './answer'
import { groupedBy } from './grouping'

/** How to draw figures: their unit, and the factor to convert them. */
export interface Manner {
  unit: Unit
  differences: Unit
  factor: number
}

/** Return how to draw a measure: seconds as minutes. */
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

/** Return rows by the value of a dimension, the groups with most of a measure first. */
export function grouped(answer: Answer, key: string | undefined, drawn: string): [string, Row[]][] {
  const groups = groupedBy(answer.rows, (row) => (key === undefined ? '' : answer.id(row, key)))
  const weight = (rows: readonly Row[]) =>
    rows.reduce((sum, row) => sum + (answer.estimate(row, drawn).value ?? 0), 0)
  return [...groups].sort(([, one], [, other]) => weight(other) - weight(one))
}

/** Return the measure of a group's size: people where they are counted, else the measure itself. */
export function weightOf({ measures }: Answer, drawn: string): string {
  return ['reach', 'active_profiles', 'impressions'].find((one) => measures.includes(one)) ?? drawn
}

/** Say how much is drawn; null where it is everything. */
export function cutOf(count: number, most: number, which: string): string | null {
  return count > most ? `The ${which} ${most} of ${count} rows.` : null
}
