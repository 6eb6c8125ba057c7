import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { type Filters, narrowed } from '@/shared/filters'
import { SHOWN } from '@/shared/media'

import type { OutlierState } from './state'

const OUTLIERS = graphql(`
  query Outliers($ask: OutlierInput!) {
    outliers(ask: $ask) {
      findings {
        level
        id
        name
        title
        titleName
        kind
        direction
        observed
        expected
        difference
        low
        high
        people
        q
        sure
        impact
        reason
      }
      suppressed
      notes
    }
  }
`)

const PROMISES = graphql(`
  query Promises($ask: AuthenticityInput!) {
    authenticity(ask: $ask) {
      found {
        kind
        q
        sentence
        standing {
          asset
          name
          title
          titleName
          people
        }
      }
      standings {
        asset
        name
        title
        titleName
        people
        winning {
          value
          low
          high
        }
        keeping {
          value
          low
          high
        }
      }
      suppressed
      notes
    }
  }
`)

const PICTURES = graphql(
  `
    query OutlierPictures($assets: [String!], $titles: [String!]) {
      assets(first: 500, ids: $assets) {
        edges {
          node {
            ...Shown
          }
        }
      }
      titles(first: 500, ids: $titles) {
        edges {
          node {
            titleId
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

export type Outlier = NonNullable<ResultOf<typeof OUTLIERS>['outliers']>['findings'][number]
export type Promises = NonNullable<ResultOf<typeof PROMISES>['authenticity']>
export type Standing = Promises['standings'][number]
export type Kind = Promises['found'][number]['kind']

/** Outliers among similar assets and titles; null where too few people would be shown. */
export function useOutliers(state: OutlierState) {
  const ask = { level: state.level === 'both' ? null : state.level, ...narrowed(state) }
  return useAsk(OUTLIERS, { ask }, { keep: true })
}

/** Clickbait and hidden gems, and the figures of all assets. */
export function usePromises(filters: Filters) {
  return useAsk(PROMISES, { ask: narrowed(filters) }, { keep: true })
}

/** The pictures of assets and titles by id; a title has that of its first artwork. */
export function usePictures(assets: readonly string[], titles: readonly string[] = []) {
  const asked = { assets: once(assets), titles: once(titles) }
  const { data } = useAsk(PICTURES, asked, {
    enabled: asked.assets.length + asked.titles.length > 0,
    keep: true,
  })
  return new Map([
    ...(data?.titles.edges ?? []).flatMap(({ node }) =>
      node.assets.edges.map(({ node: poster }) => [node.titleId, poster] as const),
    ),
    ...(data?.assets.edges ?? []).map(({ node }) => [node.assetId, node] as const),
  ])
}

function once(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort().slice(0, 500)
}
