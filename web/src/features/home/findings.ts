import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { NOTICE, ranked, type ShownNotice } from '@/shared/notices'

/** The findings to see first; each kind is its own request. */

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

/** The favourite assets of audiences. */
export function useFavourites() {
  return useAsk(FAVOURITES, {})
}

export type Favourite = NonNullable<ResultOf<typeof FAVOURITES>['favourites']>['found'][number]

const CLICKBAIT = graphql(`
  query HomeClickbait {
    authenticity {
      found {
        kind
        sentence
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

/** Clickbait and hidden gems. */
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

/** Open notices, most serious first; null until the store has been checked. */
export function useOpenNotices() {
  const answer = useAsk(NOTICES, {})
  const judged = answer.data?.noticeCounts.judgedVersion != null
  const notices: readonly ShownNotice[] | null =
    answer.data && judged ? ranked(answer.data.notices.edges.map(({ node }) => node)) : null
  return { ...answer, notices }
}
