import { graphql, type ResultOf, ask, GRAPH, type ServiceError, useAsk } from '@/shared/api'
import { META, type Origin } from '@/shared/figure'
import { SHOWN } from '@/shared/media'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

/** Titles by id, or those that match a search text, each with a poster. */
export const TITLES = graphql(
  `
    query TitlesPage($after: String, $words: String) {
      titles(first: 500, after: $after, words: $words) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        edges {
          node {
            titleId
            name
            contentType
            genres
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
  `,
  [SHOWN],
)

/** The figures of all titles, in one question that the feed answers. */
export const FIGURES = graphql(
  `
    query TitlesFigures($ask: QuestionInput!) {
      question(ask: $ask) {
        columns {
          name
        }
        rows
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

export const MEASURES = ['reach', 'viewers', 'take_rate', 'completion_rate'] as const

export type Measure = (typeof MEASURES)[number]

type Node = ResultOf<typeof TITLES>['titles']['edges'][number]['node']

/** A title with its figures. */
export interface Entry {
  title: Node
  figures: Readonly<Record<Measure, number | null>> | null
}

/** The sort orders of titles. */
export const SORTS = ['likely', 'recent', 'reach', 'take_rate', 'completion_rate', 'name'] as const

export type Sort = (typeof SORTS)[number]

/** Put titles and their figures together. */
export function entriesOf(
  titles: readonly Node[],
  answer: ResultOf<typeof FIGURES>['question'] | null,
): readonly Entry[] {
  const names = answer?.columns.map(({ name }) => name) ?? []
  const at = names.indexOf('title')
  const rows = new Map(answer?.rows.map((row) => [row[at], row]))
  return titles.map((title) => {
    const row = rows.get(title.titleId)
    if (!row) return { title, figures: null }
    const value = (measure: Measure) => {
      const cell = row[names.indexOf(measure)]
      return typeof cell === 'number' ? cell : null
    }
    return {
      title,
      figures: {
        reach: value('reach'),
        viewers: value('viewers'),
        take_rate: value('take_rate'),
        completion_rate: value('completion_rate'),
      },
    }
  })
}

/**
 * Return the titles to show: those of a type that have artwork or figures.
 *
 * Most episodes have neither, as their artwork belongs to the series; a search still finds them.
 */
export function shownOf(
  entries: readonly Entry[],
  type: string,
  sought: boolean,
): readonly Entry[] {
  return entries.filter(
    ({ title, figures }) =>
      (type === '' || title.contentType === type) &&
      (sought || type !== '' || title.assets.totalCount > 0 || figures !== null),
  )
}

/** Return the content types of entries, the most common first. */
export function typesOf(entries: readonly Entry[]): readonly { type: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { title } of entries) {
    const type = title.contentType
    if (type) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count)
}

const collator = new Intl.Collator(undefined, { sensitivity: 'base' })

/** Sort titles; those without a value come last. */
export function inOrder(entries: readonly Entry[], sort: Sort): readonly Entry[] {
  switch (sort) {
    case 'likely':
      return entries
    case 'name':
      return [...entries].sort((a, b) => collator.compare(a.title.name, b.title.name))
    case 'recent':
      return byNumber(entries, ({ title }) =>
        title.launchedAt === null ? null : Date.parse(title.launchedAt),
      )
    default:
      return byNumber(entries, ({ figures }) => figures?.[sort] ?? null)
  }
}

function byNumber(
  entries: readonly Entry[],
  value: (entry: Entry) => number | null,
): readonly Entry[] {
  return [...entries].sort((a, b) => (value(b) ?? -Infinity) - (value(a) ?? -Infinity) || 0)
}

interface Catalogue {
  entries: readonly Entry[] | null
  /** How many titles there are, loaded or not. */
  total: number
  /** Whether all of them are loaded. */
  complete: boolean
  origin: Origin | null
  error: ServiceError | null
  again: () => void
}

/** Load all titles, or those that match a search text, page by page. */
export function useCatalogue(words: string): Catalogue {
  const pages = useInfiniteQuery({
    queryKey: [GRAPH, 'TitlesPage', words],
    queryFn: ({ pageParam, signal }) =>
      ask(TITLES, { after: pageParam, words: words || null }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ titles: { pageInfo } }) =>
      pageInfo.hasNextPage ? pageInfo.endCursor : null,
    placeholderData: (before) => before,
  })
  const { hasNextPage, isFetching, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const figures = useAsk(FIGURES, { ask: { measures: [...MEASURES], by: ['title'] } })
  const answer = figures.data?.question ?? null
  const entries = useMemo(() => {
    const titles = pages.data?.pages.flatMap((page) => page.titles.edges.map(({ node }) => node))
    return titles ? entriesOf(titles, answer) : null
  }, [pages.data, answer])
  return {
    entries,
    total: pages.data?.pages[0]?.titles.totalCount ?? 0,
    complete: pages.data !== undefined && !hasNextPage && !pages.isPlaceholderData,
    origin: answer?.meta ?? null,
    error: pages.error as ServiceError | null,
    again: () => void pages.refetch(),
  }
}
