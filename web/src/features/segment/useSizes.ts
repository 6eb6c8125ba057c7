import { keepPreviousData, useQueries } from '@tanstack/react-query'

import { type Check, checking } from '@/shared/filters'

/** Check several expressions; the previous answers stay while new ones load. */
export function useSizes(texts: readonly string[]): readonly (Check | null)[] {
  const asked = useQueries({
    queries: texts.map((text) => ({ ...checking(text), placeholderData: keepPreviousData })),
  })
  return asked.map(({ data }) => data?.checkExpression ?? null)
}

/** Return an expression that matches all eligible profiles. */
export function everybody(text: string): string {
  return `(${text}) or not (${text})`
}
