import { queryOptions } from '@tanstack/react-query'
import type { TadaDocumentNode } from 'gql.tada'

import { ask, nameOf } from './ask'
import type { ServiceError } from './errors'
import { GRAPH } from './useAsk'

/** A page of a list, as the graph gives it. */
interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/**
 * How to ask for everything on all pages of a list, one page after the other: where entries cost
 * questions, one request may not ask for all of them. `document` takes `$after`.
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
