import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { SHOWN } from '@/shared/media'
import { NOTICE, ranked, type ShownNotice } from '@/shared/notices'

/** What was found that a person should see first; each part is asked for on its own. */

const FAVOURITES = graphql(`
  query HomeFavourites {
    favourites {
      found {
        asset
        name
        title
        titleName
        assetType
        audience
        audienceName
        usual
        usualName
        sure
        difference
        low
        high
        rates {
          asset
          name
          rate
          low
          high
        }
      }
    }
  }
`)

/** Which assets are whose favourite. */
export function useFavourites() {
  return useAsk(FAVOURITES, {})
}

export type Favourite = NonNullable<ResultOf<typeof FAVOURITES>['favourites']>['found'][number]

const CLICKBAIT = graphql(`
  query HomeClickbait {
    authenticity {
      found {
        kind
        standing {
          asset
          name
          title
          titleName
          assetType
          people
          winning {
            value
          }
          keeping {
            value
          }
        }
      }
    }
  }
`)

/** What wins plays and loses viewers, or is overlooked. */
export function usePromises() {
  return useAsk(CLICKBAIT, {})
}

export type Promised = NonNullable<ResultOf<typeof CLICKBAIT>['authenticity']>['found'][number]

const NOTICES = graphql(
  `
    query HomeNotices {
      noticeCounts {
        judgedVersion
      }
      notices(state: OPEN, first: 100) {
        edges {
          node {
            ...ShownNotice
          }
        }
      }
    }
  `,
  [NOTICE],
)

/** What people should know, what spoils most first; null until the store was looked through. */
export function useOpenNotices() {
  const answer = useAsk(NOTICES, {})
  const judged = answer.data?.noticeCounts.judgedVersion != null
  const notices: readonly ShownNotice[] | null =
    answer.data && judged ? ranked(answer.data.notices.edges.map(({ node }) => node)) : null
  return { ...answer, notices }
}

const ASSETS = graphql(
  `
    query HomeAssets($title: String!) {
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
export function useAssets(title: string | null) {
  const { data } = useAsk(ASSETS, { title: title ?? '' }, { enabled: title !== null, keep: true })
  const assets = data?.title?.assets.edges.map(({ node }) => node) ?? []
  return new Map(assets.map((asset) => [asset.assetId, asset]))
}
