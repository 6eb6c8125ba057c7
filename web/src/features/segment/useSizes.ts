import { keepPreviousData, useQueries } from '@tanstack/react-query'

import { type Check, checking } from '@/shared/filters'

/** What each of several expressions means; the last answers stay until the next are there. */
export function useSizes(texts: readonly string[]): readonly (Check | null)[] {
  const asked = useQueries({
    queries: texts.map((text) => ({ ...checking(text), placeholderData: keepPreviousData })),
  })
  return asked.map(({ data }) => data?.checkExpression ?? null)
}

/** An expression that all profiles meet that may be segmented. */
export function everybody(text: string): string {
  return `(${text}) or not (${text})`
}
