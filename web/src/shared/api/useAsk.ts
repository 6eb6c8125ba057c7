import {
  keepPreviousData,
  queryOptions,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { TadaDocumentNode } from 'gql.tada'

import { ask, nameOf } from './ask'
import type { ServiceError } from './errors'

/** The first part of all cache keys of the graph. */
export const GRAPH = 'graph'

/** Return query options of a request, for `useQueries` and prefetching. */
export function asking<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
) {
  return queryOptions<Result, ServiceError>({
    queryKey: [GRAPH, nameOf(document), variables],
    queryFn: ({ signal }) => ask(document, variables, signal),
  })
}

interface Options {
  /** Whether to send the request. */
  enabled?: boolean
  /** Whether the previous answer stays while a new one loads, such as when a filter changes. */
  keep?: boolean
}

/** Load the answer to a request, and again with each version of the store. */
export function useAsk<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  { enabled = true, keep = false }: Options = {},
): UseQueryResult<Result, ServiceError> {
  const options = asking(document, variables)
  return useQuery<Result, ServiceError>({
    ...options,
    enabled,
    ...(keep && { placeholderData: keepPreviousData }),
  })
}

/** Send a mutation; all answers are loaded again afterwards, once a page shows them if it `leaves`. */
export function useChange<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  { leaves = false } = {},
): UseMutationResult<Result, ServiceError, Variables> {
  const client = useQueryClient()
  return useMutation<Result, ServiceError, Variables>({
    mutationFn: (variables) => ask(document, variables),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: [GRAPH], refetchType: leaves ? 'none' : 'active' }),
  })
}
