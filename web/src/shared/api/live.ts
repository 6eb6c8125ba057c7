import type { QueryClient } from '@tanstack/react-query'
import { type Client, createClient } from 'graphql-ws'
import { useSyncExternalStore } from 'react'

import { GRAPH } from './useAsk'

/** What is known of the newest version of the store. */
export interface Live {
  /** `connecting` at first, `live` while the service tells of versions, `lost` while it does not. */
  state: 'connecting' | 'live' | 'lost'
  version: number | null
  published: string | null
  /** When this page was told of a version newer than that it began with, in ms; null: not yet. */
  changed: number | null
}

type Told = Pick<Live, 'version' | 'published'>

const VERSIONS = 'subscription Versions { versionPublished { version published } }'

/** A version is judged a moment after it was published; the first answer is of now. */
const JUDGED = 'subscription Judged { noticesChanged { open unseen judgedVersion } }'

let live: Live = { state: 'connecting', version: null, published: null, changed: null }
const listeners = new Set<() => void>()

function become(next: Partial<Live>): void {
  live = { ...live, ...next }
  listeners.forEach((listener) => listener())
}

/** What is known now, and again whenever that changes. */
export function useLive(): Live {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => live,
  )
}

/** Return what follows from being told of a version: nothing if it is known already. */
export function heard(before: Live, told: Told, now: number): Live {
  if (before.version !== null && told.version !== null && told.version <= before.version) {
    return { ...before, state: 'live' }
  }
  return { ...before, ...told, state: 'live', changed: before.version === null ? null : now }
}

/**
 * Listens to the service for as long as the page is open; returns how to stop.
 *
 * With a new version, and once it was judged, all that is on the screen is asked for again and
 * changes in place; the rest is asked for when it is next looked at. Browsers wait a little, each as long as it likes, so that
 * not all ask at once.
 */
export function listen(queries: QueryClient, spread = 1500): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const askAgain = () => {
    clearTimeout(waiting)
    waiting = setTimeout(
      () => void queries.invalidateQueries({ queryKey: [GRAPH] }),
      Math.random() * spread,
    )
  }
  const socket: Client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    lazy: false,
    keepAlive: 20_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (tries) => new Promise((go) => setTimeout(go, Math.min(1000 * 2 ** tries, 30_000))),
    onNonLazyError: () => become({ state: 'lost' }),
    on: { closed: () => become({ state: 'lost' }) },
  })
  const stop = socket.subscribe<{ versionPublished: Told }>(
    { query: VERSIONS },
    {
      next: ({ data }) => {
        if (!data) return
        const before = live
        become(heard(before, data.versionPublished, Date.now()))
        if (live.changed !== before.changed) askAgain()
      },
      error: () => become({ state: 'lost' }),
      complete: () => undefined,
    },
  )
  let judged = false
  const unhear = socket.subscribe(
    { query: JUDGED },
    {
      next: () => {
        if (judged) askAgain()
        judged = true
      },
      error: () => undefined, // the other says that the service is lost
      complete: () => undefined,
    },
  )
  return () => {
    clearTimeout(waiting)
    stop()
    unhear()
    void socket.dispose()
  }
}
