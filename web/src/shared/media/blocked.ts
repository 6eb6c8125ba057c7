import { useSyncExternalStore } from 'react'

/** The origins that the policy of the service doesn't let media be loaded from. */
const blocked = new Set<string>()
const listeners = new Set<() => void>()

// Tests of logic have no document.
if (typeof document !== 'undefined') {
  document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
    const origin = originOf(blockedURI)
    if (origin === null || !/^(img|media)-src/.test(effectiveDirective)) return
    blocked.add(origin)
    listeners.forEach((listener) => listener())
  })
}

/** Return the origin of an address if media aren't loaded from there, else null. */
export function useBlockedOrigin(uri: string | null): string | null {
  const origin = originOf(uri)
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (origin !== null && blocked.has(origin) ? origin : null),
  )
}

function originOf(uri: string | null): string | null {
  return uri !== null && /^https?:/i.test(uri) && URL.canParse(uri) ? new URL(uri).origin : null
}
