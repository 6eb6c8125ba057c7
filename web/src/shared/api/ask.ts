import { print } from '@0no-co/graphql.web'
import type { TadaDocumentNode } from 'gql.tada'

import { askTogether, type GraphAnswer, post } from './batch'
import { failed } from './errors'

/** Send a GraphQL request; throws its first error, if there is any. */
export async function ask<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const operation = { query: print(document), variables, operationName: nameOf(document) }
  const answer = changes(document)
    ? ((await (await post([operation], signal)).json()) as GraphAnswer)
    : await askTogether(operation, signal)
  const [error] = answer.errors ?? []
  if (error) throw failed(error)
  return answer.data as Result
}

/** Return whether a document is a mutation, which is sent at once and by itself. */
function changes(document: TadaDocumentNode<unknown, never>): boolean {
  return document.definitions.some(
    (part) => part.kind === 'OperationDefinition' && part.operation === 'mutation',
  )
}

/** Return the name of a document's operation, by which requests are cached. */
export function nameOf(document: TadaDocumentNode<unknown, never>): string {
  for (const part of document.definitions) {
    if (part.kind === 'OperationDefinition' && part.name) return part.name.value
  }
  throw new Error('A GraphQL request needs a name.')
}

/** Return the address of a file with all rows of a question, uncapped; null parts are left out. */
export function exportLink(question: object, format: string): string {
  const parts = Object.entries(question).filter(([, value]) => value !== null)
  const query = encodeURIComponent(JSON.stringify(Object.fromEntries(parts)))
  return `/v1/export?format=${format}&query=${query}`
}
