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

/** Return the nodes of all pages after the first one, loaded one after the other. */
export async function furtherNodes<Node>(
  first: Page<Node>,
  pageAfter: (after: string | null) => Promise<Page<Node> | undefined>,
): Promise<Node[]> {
  const nodes: Node[] = []
  let { pageInfo } = first
  while (pageInfo.hasNextPage) {
    const page = await pageAfter(pageInfo.endCursor)
    if (!page) break
    nodes.push(...page.edges.map(({ node }) => node))
    pageInfo = page.pageInfo
  }
  return nodes
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
      const pageAfter = async (after: string | null) =>
        pageOf(await ask(document, { after }, signal))
      const first = await pageAfter(null)
      return [...first.edges.map(({ node }) => node), ...(await furtherNodes(first, pageAfter))]
    },
  })
}
