import { useEffect, useSyncExternalStore } from 'react'

/** Where a page stands: its own name, and what it is part of. */
export interface Place {
  name: string
  parents: readonly { name: string; href: string }[]
}

let place: Place = { name: '', parents: [] }
const listeners = new Set<() => void>()

/** Says where this page stands: in the window's title and at the top of the page. */
export function usePage(name: string, parents: Place['parents'] = []): void {
  const said = JSON.stringify(parents)
  useEffect(() => {
    document.title = name ? `${name} · Keyart` : 'Keyart'
    place = { name, parents: JSON.parse(said) as Place['parents'] }
    listeners.forEach((listener) => listener())
  }, [name, said])
}

/** Where the page stands that is shown. */
export function usePlace(): Place {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => place,
  )
}
