import { graphql, type ResultOf } from '@/shared/api'
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

/** Return the facts in the line below a title's name. */
export function factsOf(title: Title): string[] {
  const places = title.filterValues.find(({ dimension }) => dimension === 'country')
  const countries = places ? places.count - (places.values.includes(null) ? 1 : 0) : 0
  const assets = assetsOf(title)
  const types = [...new Set(assets.map(({ assetType }) => assetType))]
  const kinds = types.map((type) => {
    const n = assets.filter(({ assetType }) => assetType === type).length
    return `${n} ${kindName(type, n)}`
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
