import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { SHOWN } from '@/shared/media'

const AUDIENCES = graphql(
  `
    query Audiences {
      audiences(first: 500) {
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
      }
      affinityCard {
        fit
        fitted
        without
        tooLittle
        withheld
      }
    }
  `,
  [SHOWN],
)

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
export type Card = NonNullable<ResultOf<typeof AUDIENCES>['affinityCard']>
export type Overlap = ResultOf<typeof OVERLAP>['audienceOverlap']

/** All audiences that have a name, and the fit that affinities come from. */
export function useAudiences() {
  return useAsk(AUDIENCES, {})
}

/** What several audiences have in common; the last answer stays until the next is there. */
export function useOverlap(of: readonly string[]) {
  return useAsk(OVERLAP, { of: [...of] }, { enabled: of.length > 1, keep: true })
}
