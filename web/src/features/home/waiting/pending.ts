import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { INTERVAL } from '@/shared/figure'

const PENDING = graphql(
  `
    query HomePending {
      pendingDecisions {
        setAside
        decisions {
          key
          kind
          title
          titleName
          assets
          heading
          evidence
          unit
          chosen
          perWeek {
            ...Bounds
          }
          demand {
            ...Bounds
          }
        }
      }
    }
  `,
  [INTERVAL],
)

/** What waits for a decision, most expensive first. */
export function usePending() {
  return useAsk(PENDING, {})
}

type Found = NonNullable<ResultOf<typeof PENDING>['pendingDecisions']>

/** Something to decide, with what waiting costs. */
export type Pending = Found['decisions'][number]
