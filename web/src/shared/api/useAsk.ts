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

/** All answers of the graph begin with this in the cache. */
export const GRAPH = 'graph'

/** How a request is cached: by its operation and variables. For `useQueries` and prefetching. */
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
  /** Whether to ask at all. */
  enabled?: boolean
  /** Whether the last answer stays while another is awaited, as when a filter changes. */
  keep?: boolean
}

/** The answer to a request, kept up to date with the versions of the store. */
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

/** A request that changes something; what was answered before is asked for again afterwards. */
export function useChange<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
): UseMutationResult<Result, ServiceError, Variables> {
  const client = useQueryClient()
  return useMutation<Result, ServiceError, Variables>({
    mutationFn: (variables) => ask(document, variables),
    onSuccess: () => client.invalidateQueries({ queryKey: [GRAPH] }),
  })
}
