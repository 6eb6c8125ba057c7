import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { INTERVAL } from '@/shared/figure'
import { count, listed, number, THIN } from '@/shared/format'
import type { BadgeKind } from '@/shared/ui'
import { choice, type StateOf } from '@/shared/url'

/** What the page shows, in its address. */
export const SHOWN = { list: choice(['all', 'stands', 'replaced', 'reversed', 'aside'], 'all') }

export type List = StateOf<typeof SHOWN>['list']

const RECORD = graphql(
  `
    query DecisionRecord {
      decisions {
        decisions {
          id
          kind
          title
          titleName
          chosen
          heading
          because
          by
          made
          until
          state
          reversed
          reversedBecause
          reversedBy
          expectedPerWeek {
            ...Bounds
          }
        }
      }
    }
  `,
  [INTERVAL],
)

const REVIEWS = graphql(
  `
    query DecisionReviews {
      decisionReviews {
        sentence
        suppressed
        promised {
          ...Bounds
        }
        actual {
          ...Bounds
        }
        share {
          ...Bounds
        }
        reviews {
          decision
          heading
          titleName
          unit
          state
          sentence
          promised {
            ...Bounds
          }
          actual {
            ...Bounds
          }
        }
      }
    }
  `,
  [INTERVAL],
)

/** What came of decisions, against what they promised. */
export function useReviews() {
  const { data } = useAsk(REVIEWS, {})
  const whole = data?.decisionReviews ?? null
  const reviews = whole?.reviews ?? []
  return {
    whole,
    sentence: reviews.some(({ actual }) => actual !== null) ? whole?.sentence : '',
    byDecision: new Map(reviews.map((review) => [review.decision, review])),
  }
}

export type Reviews = NonNullable<ResultOf<typeof REVIEWS>['decisionReviews']>
export type Review = Reviews['reviews'][number]

/** How what came compares with the promise. */
export const CAME = {
  AS_PROMISED: ['held', 'As promised'],
  FELL_SHORT: ['watch', 'Fell short'],
  MORE: ['held', 'More than promised'],
  TOO_EARLY: ['few', 'Too early'],
  NO_COMPARISON: ['few', 'Can’t be judged'],
} as const satisfies Record<Review['state'], readonly [BadgeKind, string]>

const ASIDE = graphql(`
  query SetAsideDecisions {
    pendingDecisions(ask: { includeSetAside: true }) {
      decisions {
        key
        title
        titleName
        heading
        setAside {
          because
          until
          by
          made
        }
      }
    }
  }
`)

/** The record of decisions, newest first. */
export function useRecordOf() {
  return useAsk(RECORD, {})
}

export type Decided = NonNullable<ResultOf<typeof RECORD>['decisions']>['decisions'][number]

/** What was dismissed or put off. */
export function useAside(enabled: boolean) {
  const { data, ...rest } = useAsk(ASIDE, {}, { enabled })
  const all = data?.pendingDecisions?.decisions
  const entries = all?.flatMap(({ setAside, ...one }) => (setAside ? [{ ...one, setAside }] : []))
  return { ...rest, entries }
}

export type Aside = NonNullable<ReturnType<typeof useAside>['entries']>[number]

/** Return what the record says at a glance. */
export function answerOf(decisions: readonly Decided[]): string {
  if (decisions.length === 0) return 'Nothing was decided yet.'
  const counted = (state: Decided['state'], one: string, many: string) => {
    const n = decisions.filter((decided) => decided.state === state).length
    return n === 0 ? [] : [count(n, one, many)]
  }
  return `${listed([
    ...counted('STANDS', 'decision stands', 'decisions stand'),
    ...counted('REPLACED', 'was replaced', 'were replaced'),
    ...counted('REVERSED', 'was reversed', 'were reversed'),
  ])}.`
}

/** Return what a decision was to gain, and its interval; null if nobody knew. */
export function promisedOf({
  expectedPerWeek,
  kind,
}: Decided): { words: string; bounds: string } | null {
  if (expectedPerWeek?.value == null) return null
  const { value, low, high } = expectedPerWeek
  const unit = kind === 'CLICKBAIT' ? 'viewers who stay' : 'viewers'
  const bounds =
    low === null || high === null ? '' : `${number(low, 0)}${THIN}–${THIN}${number(high, 0)}`
  return { words: `Promised ${number(value, 0)} more ${unit} a week`, bounds }
}

/** Return the asset to show beside a decision. */
export function pictureOf({ chosen }: Decided): string | null {
  if (typeof chosen === 'string') return chosen
  const rules = chosen as { rules?: { asset: string }[]; otherwise?: { asset: string } } | null
  return rules?.rules?.[0]?.asset ?? rules?.otherwise?.asset ?? null
}
