import { graphql, type ResultOf } from '@/shared/api'
import { SHOWN } from '@/shared/media'

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
