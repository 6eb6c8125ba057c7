import { graphql, type ResultOf } from '@/shared/api'
import { SHOWN } from '@/shared/media'

/** What a title is and has: all that a page can show before anything is counted. */
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

/** An asset of the catalogue, as a card shows it. */
export type Asset = Title['assets']['edges'][number]['node']

/** The assets of a title, by id. */
export function assetsOf(title: Title): readonly Asset[] {
  return title.assets.edges.map(({ node }) => node)
}
