import { graphql, type ResultOf } from '@/shared/api'
import { number, percent, time } from '@/shared/format'

/** The provenance of an answer: spread it into `meta` of a question. */
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

/** A value with its interval: spread it into an interval of a request. */
export const INTERVAL = graphql(`
  fragment Bounds on Interval @_unmask {
    value
    low
    high
  }
`)

const ENGINES: Readonly<Record<string, string>> = {
  native: 'native engine',
  duckdb: 'DuckDB',
  druid: 'Druid',
  feed: 'precomputed feed',
}

/** Return the provenance of an answer in a line: exact · native engine, 38 ms · data to … */
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
    exact ? 'exact' : `± ${percent(errorBound)} (${percent(confidence, 0)} confidence)`,
    `${ENGINES[answeredBy] ?? answeredBy}, ${number(ms)} ms`,
    asOf && `data to ${time(asOf)}`,
    `version ${number(version)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
