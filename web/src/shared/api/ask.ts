import { print } from '@0no-co/graphql.web'
import type { TadaDocumentNode } from 'gql.tada'

import { failed, refused, unreachable } from './errors'

/** Sends a request of this page's own service; raises `ServiceError` unless it is answered. */
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

/** Sends JSON and returns the JSON that comes back: for routes under /v1. */
export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
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

/** Asks the graph; raises the first `ServiceError` of its answer, if there is any. */
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

/** The name of the one operation of a document: requests are told apart and cached by it. */
export function nameOf(document: TadaDocumentNode<unknown, never>): string {
  for (const part of document.definitions) {
    if (part.kind === 'OperationDefinition' && part.name) return part.name.value
  }
  throw new Error('A request to the graph needs a name.')
}
