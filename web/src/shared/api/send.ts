import { refused, unreachable } from './errors'

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
