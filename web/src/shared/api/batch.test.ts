import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { askTogether } from './batch'
import { ServiceError } from './errors'

const operation = (operationName: string) => ({ query: '{ x }', variables: {}, operationName })

interface Named {
  operationName: string
}

/** A service whose responses the test writes, line by line. */
class Service {
  bodies: { operations?: Named[] }[] = []
  signal: AbortSignal | null = null
  private writer: WritableStreamDefaultWriter<Uint8Array> | undefined

  fetch = (_path: string, init: RequestInit): Promise<Response> => {
    this.bodies.push(JSON.parse(init.body as string) as { operations?: Named[] })
    this.signal = init.signal ?? null
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    this.writer = writable.getWriter()
    const headers = { 'content-type': 'application/jsonl' }
    return Promise.resolve(new Response(readable, { headers }))
  }

  write = (text: string) => this.writer?.write(new TextEncoder().encode(text))
  end = () => this.writer?.close()
}

let service: Service

beforeEach(() => {
  service = new Service()
  vi.stubGlobal('fetch', service.fetch)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const sent = () => vi.waitUntil(() => service.bodies.length > 0)

test('what is asked at one moment is one request, and each answer is there as it comes', async () => {
  const first = askTogether(operation('First'))
  const second = askTogether(operation('Second'))
  await sent()
  expect(service.bodies).toHaveLength(1)
  expect(service.bodies[0]?.operations?.map((one) => one.operationName)).toEqual([
    'First',
    'Second',
  ])
  void service.write('{"index": 1, "status": 200, "data": {"x"')
  void service.write(': 2}}\n')
  await expect(second).resolves.toEqual({ data: { x: 2 } })
  void service.write('{"index": 0, "status": 200, "data": {"x": 1}}\n')
  await expect(first).resolves.toEqual({ data: { x: 1 } })
})

test('an operation that is refused fails alone', async () => {
  const first = askTogether(operation('First'))
  const second = askTogether(operation('Second'))
  await sent()
  void service.write(
    '{"index": 0, "status": 503, "error": {"code": "store_busy", "message": "Busy."}}\n' +
      '{"index": 1, "status": 200, "data": {}}\n',
  )
  const error = await first.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ServiceError)
  expect(error).toMatchObject({ code: 'store_busy', message: 'Busy.', passing: true })
  await expect(second).resolves.toEqual({ data: {} })
})

test('a response that ends early fails what is still unanswered, and can be tried again', async () => {
  const first = askTogether(operation('First'))
  const second = askTogether(operation('Second'))
  await sent()
  void service.write('{"index": 0, "status": 200, "data": {}}\n')
  void service.end()
  await expect(first).resolves.toEqual({ data: {} })
  await expect(second).rejects.toMatchObject({ code: 'unreachable', passing: true })
})

test('a request is stopped once nobody waits for any of its answers', async () => {
  const one = new AbortController()
  const other = new AbortController()
  const first = askTogether(operation('First'), one.signal)
  const second = askTogether(operation('Second'), other.signal)
  await sent()
  one.abort()
  await expect(first).rejects.toMatchObject({ name: 'AbortError' })
  expect(service.signal?.aborted).toBe(false)
  other.abort()
  await expect(second).rejects.toMatchObject({ name: 'AbortError' })
  expect(service.signal?.aborted).toBe(true)
})

test('what is given up before it is sent is not sent', async () => {
  const controller = new AbortController()
  const first = askTogether(operation('First'), controller.signal)
  controller.abort()
  await expect(first).rejects.toMatchObject({ name: 'AbortError' })
  expect(service.bodies).toEqual([])
})
