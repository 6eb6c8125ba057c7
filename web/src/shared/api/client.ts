import { QueryClient } from '@tanstack/react-query'

import { ServiceError } from './errors'

const ATTEMPTS = 3
const MINUTE = 60_000

/** Asks again only what may be answered the next time, and when the service wants it. */
function again(attempts: number, error: Error): boolean {
  return error instanceof ServiceError && error.passing && attempts < ATTEMPTS
}

function pause(attempt: number, error: Error): number {
  const wanted = error instanceof ServiceError ? error.retryAfter : null
  return wanted === null ? Math.min(500 * 2 ** attempt, 5000) : wanted * 1000
}

/**
 * What was answered, by operation and variables.
 *
 * Facts change with versions of the store alone, so an answer is good until `live` tells of a new
 * one; then it stays on the screen until the new one is there.
 */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 10 * MINUTE,
      retry: again,
      retryDelay: pause,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
})
