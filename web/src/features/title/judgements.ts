import { INTERVAL } from '@/shared/figure'
import { graphql, type ResultOf } from '@/shared/api'

/** The comparison of a title's assets of one type; its own request, as it takes longest. */
export const COMPARISON = graphql(
  `
    query TitleComparison($ask: ComparisonInput!) {
      compare(ask: $ask) {
        verdict {
          kind
          asset
          sentence
          reasons
          daysLeft
        }
        test
        basis
        arms {
          asset
          name
          people
          best
          progress
          needsData
          ruledOut
          rate {
            ...Bounds
          }
          adjusted {
            ...Bounds
          }
          weighted {
            ...Bounds
          }
          guardrails {
            measure
            state
            rate {
              ...Bounds
            }
          }
        }
        differences {
          asset
          other
          beyondChance
          difference {
            ...Bounds
          }
        }
        audiences {
          audience
          name
          people
          best
          probability
          loss
          rates
          differs
        }
        notes
      }
    }
  `,
  [INTERVAL],
)

export type Comparison = NonNullable<ResultOf<typeof COMPARISON>['compare']>
export type AudienceEffects = Comparison['audiences'][number]

/** The usual rates of similar assets. */
export const NORMS = graphql(`
  query TitleNorms($ask: NormInput!) {
    norms(ask: $ask) {
      rows {
        asset
        percentile
        among
        usualLow
        usual
        usualHigh
        sentence
      }
    }
  }
`)

export type Norm = NonNullable<ResultOf<typeof NORMS>['norms']>['rows'][number]

/** Outliers, clickbait and hidden gems among a title's assets. */
export const FINDINGS = graphql(`
  query TitleFindings($outliers: OutlierInput!, $authenticity: AuthenticityInput!) {
    outliers(ask: $outliers) {
      findings {
        id
        level
        direction
        reason
        sure
      }
    }
    authenticity(ask: $authenticity) {
      found {
        kind
        sentence
        standing {
          asset
          completionRate {
            own
          }
        }
      }
    }
  }
`)

export type Findings = ResultOf<typeof FINDINGS>

/** The favourites of audiences among all titles: the request of the first page. */
export const FAVOURITES = graphql(`
  query TitleFavourites {
    favourites {
      found {
        asset
        audience
        audienceName
        usual
        usualName
        rates {
          asset
          name
          rate
        }
      }
    }
  }
`)

export type Favourite = NonNullable<ResultOf<typeof FAVOURITES>['favourites']>['found'][number]
