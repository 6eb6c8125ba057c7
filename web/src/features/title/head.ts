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

/** An asset of the catalogue, as shown on a card. */
export type Asset = Title['assets']['edges'][number]['node']

/** Return the assets of a title. */
export function assetsOf(title: Title): readonly Asset[] {
  return title.assets.edges.map(({ node }) => node)
}

/** Return the facts in the line below a title's name. */
export function factsOf(title: Title): string[] {
  const countries = title.filterValues.find(({ dimension }) => dimension === 'country')
  const assets = assetsOf(title)
  const types = [...new Set(assets.map(({ assetType }) => assetType ?? 'asset'))]
  const kinds = types.map((type) => {
    const n = assets.filter(({ assetType }) => (assetType ?? 'asset') === type).length
    return `${n} ${kindName(type, n)}`
  })
  return [
    title.contentType && words(title.contentType),
    capital(title.genres.join(', ')),
    title.runtimeSeconds ? duration(title.runtimeSeconds) : '',
    title.maturity,
    title.launchedAt && `Launched ${date(title.launchedAt, 'UTC')}`,
    countries && countries.count > 1 && count(countries.count, 'country', 'countries'),
    kinds.join(', '),
  ].filter((fact): fact is string => Boolean(fact))
}
