import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

import { GONE, isOurs } from './errors'
import { reloadOnce } from './reload'

/** Pauses between attempts to reach the service, in ms; each is twice as long as the one before. */
const SHORTEST = 500
const LONGEST = 5000

/** How long an attempt may take, in ms. */
const PATIENCE = 10_000

const PROBE = JSON.stringify({ query: '{ __typename }' })

/** How often the service came back. */
let returns = 0

// Requests wait while the service is gone, which says nothing about the network: it may be this machine.
onlineManager.setEventListener(() => undefined)

/** Return whether the service responds; requests wait while it doesn't. */
export function useReachable(): boolean {
  return useSyncExternalStore(subscribe, () => onlineManager.isOnline())
}

/** Return how often the service came back: what failed meanwhile is worth another try. */
export function useReturns(): number {
  return useSyncExternalStore(subscribe, () => returns)
}

function subscribe(listener: () => void): () => void {
  return onlineManager.subscribe(listener)
}

/** Note that the service didn't respond; it is tried again until it does. */
export function noteGone(): void {
  if (!onlineManager.isOnline()) return
  onlineManager.setOnline(false)
  void retry(SHORTEST)
}

async function retry(pause: number): Promise<void> {
  await rest(pause)
  if (!(await responds())) return retry(Math.min(2 * pause, LONGEST))
  returns += 1
  onlineManager.setOnline(true)
}

/** Wait, but no longer than until somebody looks at the page again or the network comes back. */
function rest(ms: number): Promise<void> {
  const over = new AbortController()
  return new Promise((go) => {
    const end = () => {
      clearTimeout(timer)
      over.abort()
      go()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end, { signal: over.signal })
    document.addEventListener('visibilitychange', end, { signal: over.signal })
  })
}

/** Check whether the service responds, if something suggests that it doesn't. */
export async function checkReach(): Promise<void> {
  if (onlineManager.isOnline() && !(await responds())) noteGone()
}

/** Wait until the service responds; at once if it does. */
export async function reached(): Promise<void> {
  await checkReach()
  if (!onlineManager.isOnline()) await returned()
}

/** Wait until the service comes back. */
export function returned(): Promise<void> {
  return new Promise((go) => {
    const stop = onlineManager.subscribe((online) => {
      if (!online) return
      stop()
      go()
    })
  })
}

async function responds(): Promise<boolean> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: PROBE,
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null)
  if (answer?.status === 401) reloadOnce('token') // started anew, with another token
  return answer !== null && !(GONE.has(answer.status) && !isOurs(answer))
}
