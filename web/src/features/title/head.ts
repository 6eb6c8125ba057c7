import { useQuery } from '@tanstack/react-query'

import { ask, furtherNodes, GRAPH, graphql, type ResultOf, type ServiceError } from '@/shared/api'
import { SHOWN, kindName } from '@/shared/media'
import { count, date, duration, words, capital } from '@/shared/format'

/** A title and its assets: all that the page shows before any figures. */
export const HEAD = graphql(
  `
    query TitleHead($id: String!) {
      title(titleId: $id) {
        titleId
        name
        contentType
        genres
        launchedAt
        runtimeSeconds
        maturity
        parent {
          titleId
          name
        }
        assets(first: 500) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              ...Shown
              tags
              locale
              createdAt
            }
          }
        }
        filterValues {
          dimension
          values
          count
        }
      }
    }
  `,
  [SHOWN],
)

/** Further assets of a title with more than one request takes. */
const MORE_ASSETS = graphql(
  `
    query TitleAssets($id: String!, $after: String) {
      title(titleId: $id) {
        assets(first: 500, after: $after) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              ...Shown
              tags
              locale
              createdAt
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

type Head = ResultOf<typeof HEAD>

/** Load a title with all its assets. */
export function useHead(id: string) {
  return useQuery<Head, ServiceError>({
    queryKey: [GRAPH, 'TitleHead', { id }],
    queryFn: async ({ signal }) => {
      const head = await ask(HEAD, { id }, signal)
      if (!head.title) return head
      const { assets } = head.title
      const further = await furtherNodes(
        assets,
        async (after) => (await ask(MORE_ASSETS, { id, after }, signal)).title?.assets,
      )
      const edges = [...assets.edges, ...further.map((node) => ({ node }))]
      return { title: { ...head.title, assets: { ...assets, edges } } }
    },
  })
}

export type Title = NonNullable<ResultOf<typeof HEAD>['title']>

/** The type of assets without one, such as those that only events name. */
const UNTYPED = 'asset'

/** An asset of the catalogue, as shown on a card. */
export type Asset = Title['assets']['edges'][number]['node'] & { assetType: string }

/** Return the assets of a title. */
export function assetsOf(title: Title): readonly Asset[] {
  return title.assets.edges.map(({ node }) => ({ ...node, assetType: node.assetType ?? UNTYPED }))
}

/** Return a type of a title's assets as questions have it: null for assets without one. */
export function typeInQuestions(title: Title, type: string): string | null {
  return title.assets.edges.some(({ node }) => node.assetType === type) ? type : null
}

/** Return the asset type to begin with: artwork, else the most common. */
export function usualType(assets: readonly Asset[]): string {
  const types = assets.map(({ assetType }) => assetType)
  if (types.includes('artwork')) return 'artwork'
  const many = (type: string) => types.filter((other) => other === type).length
  return [...new Set(types)].sort((a, b) => many(b) - many(a))[0] ?? 'artwork'
}

/** Return the facts in the line below a title's name. */
export function factsOf(title: Title): string[] {
  const places = title.filterValues.find(({ dimension }) => dimension === 'country')
  const countries = places ? places.count - (places.values.includes(null) ? 1 : 0) : 0
  const assets = assetsOf(title)
  const types = [...new Set(assets.map(({ assetType }) => assetType))]
  const kinds = types.map((type) => {
    const n = assets.filter(({ assetType }) => assetType === type).length
    return count(n, kindName(type, 1), kindName(type, n))
  })
  return [
    title.contentType && words(title.contentType),
    capital(title.genres.join(', ')),
    title.runtimeSeconds ? duration(title.runtimeSeconds) : '',
    title.maturity,
    title.launchedAt && `Launched ${date(title.launchedAt, 'UTC')}`,
    countries > 1 && count(countries, 'country', 'countries'),
    kinds.join(', '),
  ].filter((fact): fact is string => Boolean(fact))
}
