import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

import { ask, GRAPH, type ServiceError, useAsk } from '@/shared/api'
import type { Origin } from '@/shared/figure'

import { type Entry, entriesOf, FIGURES, MEASURES, TITLES } from './catalogue'

interface Catalogue {
  entries: readonly Entry[] | null
  /** How many titles there are, loaded or not. */
  total: number
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
    origin: answer?.meta ?? null,
    error: pages.error as ServiceError | null,
    again: () => void pages.refetch(),
  }
}
