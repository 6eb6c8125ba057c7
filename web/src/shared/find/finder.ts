import { useSyncExternalStore } from 'react'

/** The state of the palette: any page opens it, the shell shows it. */

let sought: string | null = null
const listeners = new Set<() => void>()

function become(words: string | null): void {
  sought = words
  listeners.forEach((listener) => listener())
}

/** Open the palette with a search text. */
export function openFinder(words = ''): void {
  become(words)
}

/** Close the palette. */
export function closeFinder(): void {
  become(null)
}

/** Return the initial search text of the palette; null while closed. */
export function useFinder(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sought,
  )
}
