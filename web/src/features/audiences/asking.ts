import { useQuery } from '@tanstack/react-query'

import { askingAll, graphql, type ResultOf, useAsk } from '@/shared/api'
import { SHOWN } from '@/shared/media'

const AUDIENCES = graphql(
  `
    query Audiences($after: String) {
      audiences(first: 25, after: $after) {
        edges {
          node {
            name
            kind
            note
            profiles
            suppressed
            text
            owner
            readyMade
            tags
            growth {
              fit
              profiles
            }
            titles {
              titleId
              name
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
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `,
  [SHOWN],
)

const CARD = graphql(`
  query FitOfAffinities {
    affinityCard {
      fit
      fitted
      without
      tooLittle
      withheld
    }
  }
`)

const OVERLAP = graphql(`
  query Overlap($of: [String!]!) {
    audienceOverlap(expressions: $of) {
      sizes
      both
      lift
    }
  }
`)

export type Audience = ResultOf<typeof AUDIENCES>['audiences']['edges'][number]['node']
export type Card = NonNullable<ResultOf<typeof CARD>['affinityCard']>
export type Overlap = ResultOf<typeof OVERLAP>['audienceOverlap']

/** Load all named audiences. */
export function useAudiences() {
  return useQuery(askingAll(AUDIENCES, ({ audiences }) => audiences))
}

/** Load the model of affinities; null if there is none. */
export function useFit(): Card | null {
  return useAsk(CARD, {}).data?.affinityCard ?? null
}

/** Load the overlap of audiences; the previous answer stays while a new one loads. */
export function useOverlap(of: readonly string[]) {
  return useAsk(OVERLAP, { of: [...of] }, { enabled: of.length > 1, keep: true })
}
