import { QueryClient } from '@tanstack/react-query'

import { ServiceError } from './errors'

const ATTEMPTS = 3

/** How often a request is sent again that finds no service; each time it waits for it to come back. */
const RETURNS = 20

const MINUTE = 60_000

/** Return whether to retry: only errors that may pass. */
function again(attempts: number, error: Error): boolean {
  if (!(error instanceof ServiceError)) return false
  return attempts < (error.unreachable ? RETURNS : ATTEMPTS) && error.passing
}

function pause(attempt: number, error: Error): number {
  const wanted = error instanceof ServiceError ? error.retryAfter : null
  return wanted === null ? Math.min(500 * 2 ** attempt, 5000) : wanted * 1000
}

/**
 * The cache of answers by operation and variables.
 *
 * Data changes only with versions of the store, so an answer is fresh until `live` reports a new
 * version; then it stays on the page until the new answer arrives.
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
    mutations: { retry: false, networkMode: 'always' },
  },
})
