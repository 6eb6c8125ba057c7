import { queryOptions } from '@tanstack/react-query'
import type { TadaDocumentNode } from 'gql.tada'

import { ask, nameOf } from './ask'
import type { ServiceError } from './errors'
import { GRAPH } from './useAsk'

/** A page of a list in the graph. */
interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/**
 * Return query options to load all pages of a list, one after the other, for lists whose entries are
 * too expensive for a single request. `document` takes `$after`.
 */
export function askingAll<Result, Node>(
  document: TadaDocumentNode<Result, { after?: string | null }>,
  pageOf: (result: Result) => Page<Node>,
) {
  return queryOptions<readonly Node[], ServiceError>({
    queryKey: [GRAPH, nameOf(document), 'all pages'],
    queryFn: async ({ signal }) => {
      const nodes: Node[] = []
      let after: string | null = null
      do {
        const { edges, pageInfo }: Page<Node> = pageOf(await ask(document, { after }, signal))
        nodes.push(...edges.map(({ node }) => node))
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      return nodes
    },
  })
}
