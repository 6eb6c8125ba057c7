import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { INTERVAL, META } from '@/shared/figure'
import { SHOWN } from '@/shared/media'

const AUDIENCE = graphql(`
  query Audience($name: String!) {
    audience(name: $name) {
      name
      kind
      note
      profiles
      suppressed
      text
      owner
      readyMade
      madeOf
      usedBy
      tags
      growth {
        fit
        profiles
      }
      history {
        revision
        text
        note
        owner
        created
      }
    }
    exploration(audience: $name) {
      share
      returns {
        days
        rate
        everybody
      }
    }
  }
`)

const TASTE = graphql(`
  query Taste($audience: String!, $by: [String!]!) {
    exploration(audience: $audience) {
      indexes(dimensions: $by) {
        dimension
        value
        name
        profiles
        watched
        share
        index
        low
        high
      }
    }
  }
`)

const WATCHED = graphql(
  `
    query Watched($audience: String!) {
      exploration(audience: $audience) {
        indexes(dimensions: ["series"]) {
          value
          name
          profiles
          watched
          watchedBase
          index
          low
          high
          title {
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

const NEAREST = graphql(`
  query Nearest($of: [String!]!) {
    audienceOverlap(expressions: $of) {
      sizes
      both
      lift
    }
  }
`)

const CARD = graphql(`
  query Card {
    affinityCard {
      fit
      fitted
      method
      plays
      since
      until
      affinities
      withAffinity
      without
      tooLittle
      protected
      titles
      heldOut {
        profiles
        recall
        recallByPopularity
      }
      sensitive
      withheld
      mustNotBeUsed
    }
  }
`)

const MET = graphql(
  `
    query Met($audience: String!) {
      question(
        ask: {
          measures: ["reach"]
          by: ["title"]
          where: { asset_type: "artwork" }
          audience: $audience
          order: ["-reach"]
          limit: 8
        }
      ) {
        rows
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

const RECOMMENDED = graphql(`
  query Recommended($audience: String!) {
    recommend(ask: { audience: $audience }) {
      people
      personalised
      notes
      rows {
        title
        name
        newToThem
        reason {
          words
        }
      }
    }
  }
`)

const LOOKALIKE = graphql(
  `
    query Lookalike($seed: String!) {
      lookalike(ask: { seed: $seed }) {
        seedProfiles
        candidates
        profiles
        auc {
          ...Bounds
        }
        topLift
        titles {
          title
          name
          watched
          watchedBase
        }
        notes
      }
    }
  `,
  [INTERVAL],
)

export type Audience = NonNullable<ResultOf<typeof AUDIENCE>['audience']>
export type Taste = ResultOf<typeof TASTE>['exploration']['indexes'][number]
export type Watched = ResultOf<typeof WATCHED>['exploration']['indexes'][number]
export type Recommended = NonNullable<ResultOf<typeof RECOMMENDED>['recommend']>['rows'][number]
export type Lookalike = NonNullable<ResultOf<typeof LOOKALIKE>['lookalike']>
export type Overlap = ResultOf<typeof NEAREST>['audienceOverlap']
export type Card = NonNullable<ResultOf<typeof CARD>['affinityCard']>

/** Load an audience, its share of everybody, and its return rates. */
export function useAudience(name: string) {
  return useAsk(AUDIENCE, { name })
}

/** Load what an audience watches more and less than everybody, by a dimension. */
export function useTaste(audience: string, dimension: string) {
  return useAsk(TASTE, { audience, by: [dimension] })
}

/** Load the titles that an audience watches. */
export function useWatched(audience: string) {
  return useAsk(WATCHED, { audience })
}

/** Load the overlap of several audiences. */
export function useNearest(of: readonly string[]) {
  return useAsk(NEAREST, { of: [...of] }, { enabled: of.length > 1 })
}

/** Load the titles to recommend to an audience; null for too few people. */
export function useRecommended(audience: string) {
  return useAsk(RECOMMENDED, { audience })
}

/** Load how well people outside an audience can be told to be like it; null for too few people. */
export function useLookalike(seed: string) {
  return useAsk(LOOKALIKE, { seed })
}

/** Load the model card of affinities. */
export function useCard(enabled: boolean) {
  return useAsk(CARD, {}, { enabled })
}

/** Load the titles whose artwork most of an audience saw. */
export function useMet(audience: string) {
  return useAsk(MET, { audience })
}
