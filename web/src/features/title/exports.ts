import { ASKED } from './figures'
import { asking, type Scope } from './useTitle'

/** A file to export: all rows of a question, uncapped. */
export interface Taken {
  name: string
  csv: string
  parquet: string
}

/** Return the files of a view. */
export function takenOf(scope: Scope): readonly Taken[] {
  const measures = ASKED.filter((measure) => !measure.startsWith('h'))
  const few = ['reach', 'viewers', scope.measure]
  const common = { ...asking(scope), labels: true }
  return [
    taken('Assets', { ...common, measures, by: ['asset'] }),
    taken('Assets over time', { ...common, measures: few, by: ['asset'], grain: scope.grain }),
    taken('Assets by audience', { ...common, measures: few, by: ['audience', 'asset'] }),
    taken('Assets by country', { ...common, measures: few, by: ['country', 'asset'] }),
  ]
}

function taken(name: string, asked: Readonly<Record<string, unknown>>): Taken {
  const given = Object.entries(asked).filter(([, value]) => value !== null)
  const query = encodeURIComponent(JSON.stringify(Object.fromEntries(given)))
  return {
    name,
    csv: `/v1/export?format=csv&query=${query}`,
    parquet: `/v1/export?format=parquet&query=${query}`,
  }
}
