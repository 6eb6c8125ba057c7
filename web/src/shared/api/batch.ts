import { refusal, ServiceError, type ErrorDetails, unreachable } from './errors'
import { send } from './send'

/** The most operations that the service takes in one request. */
export const MOST_OPERATIONS = 50

interface Operation {
  query: string
  variables: unknown
  operationName: string
}

export interface GraphAnswer {
  data?: unknown
  errors?: { message: string; extensions?: ErrorDetails }[]
}

/** One line of the response to several operations. */
interface Line extends GraphAnswer {
  index: number
  status: number
  error?: ErrorDetails
}

interface Waiting {
  operation: Operation
  signal: AbortSignal | undefined
  resolve: (answer: GraphAnswer) => void
  reject: (error: unknown) => void
}

let waiting: Waiting[] = []

/**
 * Send an operation in one request with all others of the moment: what a page needs.
 *
 * All are answered from one version of the store, each as soon as it is ready.
 */
export function askTogether(operation: Operation, signal?: AbortSignal): Promise<GraphAnswer> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(sendWaiting)
    waiting.push({ operation, signal, resolve, reject })
  })
}

function sendWaiting(): void {
  const all = waiting
  waiting = []
  for (let from = 0; from < all.length; from += MOST_OPERATIONS) {
    void sendBatch(all.slice(from, from + MOST_OPERATIONS))
  }
}

/** Send operations and settle each; the request is aborted once nobody waits for an answer. */
async function sendBatch(batch: Waiting[]): Promise<void> {
  const pending = new Map(batch.entries())
  const controller = new AbortController()
  for (const [index, { signal, reject }] of batch.entries()) {
    const abort = () => {
      if (pending.delete(index)) reject(signal?.reason)
      if (pending.size === 0) controller.abort()
    }
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  }
  if (pending.size === 0) return
  try {
    const response = await post(
      batch.map(({ operation }) => operation),
      controller.signal,
    )
    for await (const { index, status, error, ...answer } of linesOf(response)) {
      const one = pending.get(index)
      pending.delete(index)
      if (error) one?.reject(refusal(status, error))
      else one?.resolve(answer)
    }
    throw unreachable(new Error('The response ended early.'))
  } catch (error) {
    // Reading fails with other errors where the service stops in the middle of a response.
    const ours = error instanceof ServiceError || controller.signal.aborted
    const reason = ours ? error : unreachable(error)
    for (const { reject } of pending.values()) reject(reason)
  }
}

/** Post operations; a single one is sent as it is. */
export async function post(operations: Operation[], signal?: AbortSignal): Promise<Response> {
  const body = operations.length === 1 ? operations[0] : { operations }
  return send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
}

/** Yield the answers in a response as they arrive. */
async function* linesOf(response: Response): AsyncGenerator<Line> {
  if (!response.headers.get('content-type')?.startsWith('application/jsonl')) {
    yield { index: 0, status: 200, ...((await response.json()) as GraphAnswer) }
    return
  }
  const reader = (response.body as ReadableStream<BufferSource>)
    .pipeThrough(new TextDecoderStream())
    .getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as Line
  }
}
