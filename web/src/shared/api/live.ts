import type { QueryClient } from '@tanstack/react-query'
import { type Client, createClient } from 'graphql-ws'
import { useSyncExternalStore } from 'react'

import { checkReach, returned } from './reach'
import { GRAPH } from './useAsk'

/** The connection to the service, and the newest version of the store. */
export interface Live {
  /** `connecting` at first, `live` while subscribed to versions, `lost` while disconnected. */
  state: 'connecting' | 'live' | 'lost'
  version: number | null
  published: string | null
  /** When a version newer than the first one arrived, in ms; null: not yet. */
  changed: number | null
}

type PublishedVersion = Pick<Live, 'version' | 'published'>

const VERSIONS = 'subscription Versions { versionPublished { version published } }'

/** A version is judged a moment after it is published; the first message is the current state. */
const JUDGED = 'subscription Judged { noticesChanged { open unseen judgedVersion } }'

let live: Live = { state: 'connecting', version: null, published: null, changed: null }
const listeners = new Set<() => void>()

function become(next: Partial<Live>): void {
  live = { ...live, ...next }
  listeners.forEach((listener) => listener())
}

/** Return the connection state, updated at every change. */
export function useLive(): Live {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => live,
  )
}

function pause(ms: number): Promise<void> {
  return new Promise((go) => setTimeout(go, ms))
}

/** Return the state after a message about a version; unchanged if the version is known. */
function withVersion(before: Live, next: PublishedVersion, now: number): Live {
  if (before.version !== null && next.version !== null && next.version <= before.version) {
    return { ...before, state: 'live' }
  }
  return { ...before, ...next, state: 'live', changed: before.version === null ? null : now }
}

/**
 * Subscribe to the service while the page is open; returns a function to stop.
 *
 * With a new version, and once it is judged, everything on the page is loaded again and changes in
 * place; the rest is loaded when it is next needed. Browsers wait for a random time, so that they don't
 * all send requests at once.
 */
export function listen(queries: QueryClient, spread = 1500): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const reload = () => {
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
    retryWait: (tries) => Promise.race([pause(Math.min(1000 * 2 ** tries, 30_000)), returned()]),
    onNonLazyError: () => become({ state: 'lost' }),
    on: {
      closed: () => {
        become({ state: 'lost' })
        void checkReach()
      },
    },
  })
  const stop = socket.subscribe<{ versionPublished: PublishedVersion }>(
    { query: VERSIONS },
    {
      next: ({ data }) => {
        if (!data) return
        const before = live
        become(withVersion(before, data.versionPublished, Date.now()))
        if (live.changed !== before.changed) reload()
      },
      error: () => become({ state: 'lost' }),
      complete: () => undefined,
    },
  )
  let judged = false
  const stopJudged = socket.subscribe(
    { query: JUDGED },
    {
      next: () => {
        if (judged) reload()
        judged = true
      },
      error: () => undefined, // the other subscription reports that the connection is lost
      complete: () => undefined,
    },
  )
  return () => {
    clearTimeout(waiting)
    stop()
    stopJudged()
    void socket.dispose()
  }
}
