import { useSyncExternalStore } from 'react'

/** What finds anything, wherever it is asked for: a page opens it, the shell shows it. */

let sought: string | null = null
const listeners = new Set<() => void>()

function become(words: string | null): void {
  sought = words
  listeners.forEach((listener) => listener())
}

/** Opens it, with words that are sought already. */
export function openFinder(words = ''): void {
  become(words)
}

/** Closes it. */
export function closeFinder(): void {
  become(null)
}

/** The words that it was opened with; null while it is closed. */
export function useFinder(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sought,
  )
}
