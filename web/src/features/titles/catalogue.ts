import { useQueries } from '@tanstack/react-query'

import { asking, graphql, type ResultOf, type ServiceError, useAsk } from '@/shared/api'
import { META, type Origin } from '@/shared/figure'
import { SHOWN } from '@/shared/media'

/** A part of the list, each title with a poster, and the counts of the whole list. */
export const TITLES = graphql(
  `
    query TitlesPage($order: TitleOrder, $words: String, $type: String, $first: Int!, $skip: Int!) {
      titleList(order: $order, words: $words, contentType: $type) {
        matches
        types {
          contentType
          count
        }
        newest {
          name
        }
        titles(first: $first, skip: $skip) {
          totalCount
          edges {
            node {
              title {
                titleId
                name
                contentType
                launchedAt
                assets(first: 1, assetType: "artwork") {
                  totalCount
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
      }
    }
  `,
  [SHOWN],
)

/** The figures of the same part, which may take longer. */
export const FIGURES = graphql(
  `
    query TitlesFigures(
      $order: TitleOrder
      $words: String
      $type: String
      $first: Int!
      $skip: Int!
    ) {
      titleList(order: $order, words: $words, contentType: $type) {
        titles(first: $first, skip: $skip) {
          edges {
            node {
              figures {
                reach
                takeRate
                suppressed
              }
            }
          }
        }
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

export type Counts = ResultOf<typeof TITLES>['titleList']
type TitleNode = ResultOf<typeof TITLES>['titleList']['titles']['edges'][number]['node']['title']
export type TitleFigures = ResultOf<
  typeof FIGURES
>['titleList']['titles']['edges'][number]['node']['figures']

/** A place in the list: undefined is what is not loaded yet. */
export interface Entry {
  title: TitleNode | undefined
  figures: TitleFigures | undefined
}

/** The sort orders of titles. */
export const SORTS = ['likely', 'recent', 'reach', 'take_rate', 'completion_rate', 'name'] as const

export type Sort = (typeof SORTS)[number]

const ORDERS = {
  likely: null,
  recent: 'NEWEST',
  reach: 'REACH',
  take_rate: 'TAKE_RATE',
  completion_rate: 'COMPLETION_RATE',
  name: 'NAME',
} as const

/** Titles of one request. */
export const PART = 60

/** Return the parts of the list that hold the places from `first` to before `end`. */
export function partsOf(first: number, end: number): number[] {
  const from = Math.floor(first / PART)
  return Array.from({ length: Math.max(1, Math.ceil(end / PART) - from) }, (_, n) => from + n)
}

/** What the list shows, and in which order. */
export interface Wanted {
  words: string
  type: string
  sort: Sort
}

export function variablesOf({ words, type, sort }: Wanted, part: number) {
  const order = ORDERS[sort]
  return { order, words: words || null, type: type || null, first: PART, skip: part * PART }
}

/** Return the counts of the list; those of the one before until they are there. */
export function useCounts(wanted: Wanted) {
  const { data, error, refetch, isPlaceholderData } = useAsk(TITLES, variablesOf(wanted, 0), {
    keep: true,
  })
  return { counts: data?.titleList, error, again: () => void refetch(), old: isPlaceholderData }
}

/** Load the places from `first` to before `end`; return what is at each place. */
export function useEntries(
  wanted: Wanted,
  first: number,
  end: number,
): { entryAt: (place: number) => Entry; origin: Origin | null; error: ServiceError | null } {
  const parts = partsOf(first, end)
  const titles = useQueries({
    queries: parts.map((part) => asking(TITLES, variablesOf(wanted, part))),
  })
  const figures = useQueries({
    queries: parts.map((part) => asking(FIGURES, variablesOf(wanted, part))),
  })
  const entryAt = (place: number) => {
    const at = parts.indexOf(Math.floor(place / PART))
    return {
      title: titles[at]?.data?.titleList.titles.edges[place % PART]?.node.title,
      figures: figures[at]?.data?.titleList.titles.edges[place % PART]?.node.figures,
    }
  }
  return {
    entryAt,
    origin: figures.find(({ data }) => data)?.data?.titleList.meta ?? null,
    error: [...titles, ...figures].find(({ error }) => error)?.error ?? null,
  }
}
