import { refused, unreachable } from './errors'
import { noteGone } from './reach'
import { reloadOnce } from './reload'

/** Send a request to the service; throws a `ServiceError` unless it succeeds. */
export async function send(path: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(path, { credentials: 'same-origin', ...init }).catch(
    (cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
      noteGone()
      throw unreachable(cause)
    },
  )
  if (answer.ok) return answer
  // The page of the service asks for a token, at the same address.
  if (answer.status === 401 && reloadOnce('token')) return new Promise<never>(() => undefined)
  const error = await refused(answer)
  if (error.unreachable) noteGone()
  throw error
}
