import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { META } from '@/shared/figure'
import { SHOWN } from '@/shared/media'

/** How many of the newest titles are shown. */
export const MOST_LAUNCHES = 6

const LAUNCHES = graphql(
  `
    query HomeLaunches($first: Int!) {
      launches(first: $first) {
        totalCount
        edges {
          node {
            titleId
            name
            contentType
            genres
            launchedAt
            assets(first: 1, assetType: "artwork") {
              edges {
                node {
                  ...Shown
                }
              }
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

const RATES = graphql(
  `
    query HomeRates($rates: QuestionInput!, $days: QuestionInput!) {
      question(ask: $rates) {
        columns {
          name
          kind
        }
        rows
        meta {
          ...Origin
        }
      }
      timeSeries(ask: $days) {
        times
        complete
        lines {
          key
          values
        }
      }
    }
  `,
  [META],
)

export type Launched = ResultOf<typeof LAUNCHES>['launches']['edges'][number]['node']

/** The most recent launches. */
export function useLaunches() {
  return useAsk(LAUNCHES, { first: MOST_LAUNCHES })
}

/** The take rates of some titles, overall and by day. */
export function useRates(titles: readonly Launched[]) {
  const where = { title: titles.map(({ titleId }) => titleId) }
  const since = titles.reduce<string | null>(
    (first, { launchedAt }) => earlier(first, launchedAt),
    null,
  )
  const rates = { measures: ['take_rate', 'reach'], by: ['title'], where, intervals: 0.95 }
  const days = { measures: ['take_rate'], by: ['title'], where, grain: 'day', since: dayOf(since) }
  return useAsk(RATES, { rates, days }, { enabled: titles.length > 0, keep: true })
}

export type Rates = ResultOf<typeof RATES>

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one < other ? one : other
}

function dayOf(instant: string | null): string | null {
  return instant === null ? null : instant.slice(0, 10)
}

/** The figures of a title since launch. */
export interface Got {
  readonly rate: number | null
  readonly low: number | null
  readonly high: number | null
  readonly reach: number | null
  /** The take rate of each day since its launch. */
  readonly days: readonly (number | null)[]
  /** How many of these days are complete. */
  readonly complete: number
  readonly suppressed: string | null
}

/** Return a title's figures; null where nobody saw it. Titles that too few people saw have no row. */
export function gotOf({ question, timeSeries }: Rates, title: Launched): Got | null {
  const names = question.columns.map(({ name }) => name)
  const few = question.columns.findIndex(({ kind }) => kind === 'SUPPRESSED')
  const row = question.rows.find((cells) => cells[names.indexOf('title')] === title.titleId)
  if (!row && !question.rows.some((cells) => (cells[few] ?? null) !== null)) return null
  const number = (name: string): number | null => {
    const cell = row?.[names.indexOf(name)]
    return typeof cell === 'number' ? cell : null
  }
  return {
    rate: number('take_rate'),
    low: number('take_rate_low'),
    high: number('take_rate_high'),
    reach: number('reach'),
    suppressed: row ? null : 'too_few_people',
    ...course(timeSeries, title),
  }
}

function course({ times, complete, lines }: Rates['timeSeries'], title: Launched) {
  const values = lines.find(({ key }) => key[0] === title.titleId)?.values ?? []
  const launched = title.launchedAt?.slice(0, 10) ?? ''
  const first = times.findIndex((time) => time.slice(0, 10) >= launched)
  const from = first < 0 ? times.length : first
  return {
    days: values.slice(from).map((value) => (typeof value === 'number' ? value : null)),
    complete: complete.slice(from).filter(Boolean).length,
  }
}

const DAY = 86_400_000

/** Return the day since launch as of the newest event; the launch day is 1. */
export function dayNumber(launchedAt: string, asOf: string): number {
  return Math.floor((Date.parse(asOf) - Date.parse(launchedAt)) / DAY) + 1
}
