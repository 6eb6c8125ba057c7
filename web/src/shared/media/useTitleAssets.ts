import { graphql, useAsk } from '@/shared/api'

import { SHOWN } from './asset'

const ASSETS = graphql(
  `
    query TitlePictures($title: String!) {
      title(titleId: $title) {
        name
        assets(first: 500) {
          edges {
            node {
              ...Shown
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

/** The assets of a title, by id. */
export function useTitleAssets(title: string | null) {
  const { data } = useAsk(ASSETS, { title: title ?? '' }, { enabled: title !== null, keep: true })
  const assets = data?.title?.assets.edges.map(({ node }) => node) ?? []
  return new Map(assets.map((asset) => [asset.assetId, asset]))
}
