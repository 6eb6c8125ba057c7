import type { ChartTable } from '@/shared/charts/kit/table'
import { type Filters, narrowed } from '@/shared/filters'
import { measure } from '@/shared/format'
import { rateOf } from './comparison'
import { drawn, type View } from './view'
import { exportLink } from '@/shared/api'

/** The measures of the export. */
const TAKEN = [
  'impressions',
  'reach',
  'viewers',
  'take_rate',
  'play_rate',
  'completion_rate',
  'short_play_rate',
  'watch_seconds_per_profile',
]

/** Return the address of a file with all measures by asset and day, uncapped. */
export function comparisonFile(view: View, filters: Filters, form: 'csv' | 'parquet'): string {
  const { where, ...more } = narrowed(filters)
  const question = {
    measures: TAKEN,
    by: ['asset'],
    grain: 'day',
    labels: true,
    intervals: view.comparison.level,
    where: { ...where, ...contextOf(view) },
    ...more,
  }
  return exportLink(question, form)
}

/** Return the conditions of a question about the compared assets. */
export function contextOf({ comparison, subjects }: Pick<View, 'comparison' | 'subjects'>) {
  return {
    asset: subjects.map(({ id }) => id),
    ...(comparison.exploreOnly && { phase: ['explore'] }),
  }
}

/** Return the sheet as a table to read or export. */
export function sheetTable({ comparison, nameOf, subjects }: View): ChartTable {
  const { unit, scale } = drawn(comparison.measure)
  const guards = comparison.arms[0]?.guardrails.map((one) => one.measure) ?? []
  const { label } = measure(comparison.measure)
  return {
    columns: [
      { label: 'Asset' },
      { label: 'People', unit: 'count' },
      { label, unit },
      { label: `${label}, low`, unit },
      { label: `${label}, high`, unit },
      { label: 'Probability best', unit: 'rate' },
      ...guards.map((name) => ({ label: measure(name).label, unit: drawn(name).unit })),
    ],
    rows: subjects.flatMap(({ id }) => {
      const arm = comparison.arms.find(({ asset }) => asset === id)
      if (!arm) return []
      const { value, low, high } = scale(rateOf(arm, comparison.basis))
      const others = arm.guardrails.map((one) => drawn(one.measure).scale(one.rate).value)
      return [[nameOf(id), arm.people, value, low, high, arm.best, ...others]]
    }),
  }
}
