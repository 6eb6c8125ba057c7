import { useEffect, useSyncExternalStore } from 'react'

/** The name of a page, and its parent pages. */
export interface Place {
  name: string
  parents: readonly { name: string; href: string }[]
}

let place: Place = { name: '', parents: [] }
const listeners = new Set<() => void>()

/** Set the name and the parents of the page, in the window title and the breadcrumbs. */
export function usePage(name: string, parents: Place['parents'] = []): void {
  const said = JSON.stringify(parents)
  useEffect(() => {
    document.title = name ? `${name} · Keyart` : 'Keyart'
    place = { name, parents: JSON.parse(said) as Place['parents'] }
    listeners.forEach((listener) => listener())
  }, [name, said])
}

/** Return the name and the parents of the current page. */
export function usePlace(): Place {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => place,
  )
}
