import { graphql, type ResultOf } from '@/shared/api'
import { number, percent, time } from '@/shared/format'

/** Where an answer comes from: spread it into `meta` of a question. */
export const META = graphql(`
  fragment Origin on Meta @_unmask {
    answeredBy
    reason
    exact
    errorBound
    confidence
    ms
    asOf
    completeUntil
    version
    notes
  }
`)

export type Origin = ResultOf<typeof META>

const ENGINES: Readonly<Record<string, string>> = {
  native: 'native engine',
  duckdb: 'DuckDB',
  druid: 'Druid',
  feed: 'precomputed feed',
}

/** Says in a line where figures come from: exact · native engine, 38 ms · data to … */
export function originOf({
  exact,
  errorBound,
  confidence,
  answeredBy,
  ms,
  asOf,
  version,
}: Origin): string {
  return [
    exact ? 'exact' : `± ${percent(errorBound)} (${percent(confidence, 0)} sure)`,
    `${ENGINES[answeredBy] ?? answeredBy}, ${number(ms)} ms`,
    asOf && `data to ${time(asOf)}`,
    `version ${number(version)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
