import { print } from '@0no-co/graphql.web'
import type { TadaDocumentNode } from 'gql.tada'

import { failed, refused, unreachable } from './errors'

/** Send a request to the service; throws a `ServiceError` unless it succeeds. */
export async function send(path: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(path, { credentials: 'same-origin', ...init }).catch(
    (cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
      throw unreachable(cause)
    },
  )
  if (!answer.ok) throw await refused(answer)
  return answer
}

/** Post JSON and return the JSON of the response. */
async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await send(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
  return (await answer.json()) as T
}

interface GraphAnswer<T> {
  data?: T | null
  errors?: { message: string; extensions?: Record<string, unknown> }[]
}

/** Send a GraphQL request; throws its first error, if there is any. */
export async function ask<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const body = { query: print(document), variables, operationName: nameOf(document) }
  const answer = await post<GraphAnswer<Result>>('/graphql', body, signal)
  const [error] = answer.errors ?? []
  if (error) throw failed(error)
  return answer.data as Result
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
