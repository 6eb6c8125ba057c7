import { useEffect, useRef } from 'react'

import { type Group, isTaken, isTyping, Keys, nameOf, type Shortcut } from './shortcuts'

/** The keys of this page. */
export const keys = new Keys()

/** Adds shortcuts while the part that calls is shown; `enabled` switches them off. */
export function useShortcuts(
  heading: string,
  shortcuts: readonly Shortcut[],
  enabled = true,
): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  const said = JSON.stringify(shortcuts)
  useEffect(() => {
    if (!enabled) return
    const group: Group = {
      heading,
      shortcuts: latest.current.map((one, n) => ({
        ...one,
        run: (event) => latest.current[n]?.run(event),
      })),
    }
    return keys.add(group)
  }, [heading, said, enabled])
}

/** Listens to the keyboard for the whole page; returns how to stop. */
export function listenToKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const key = nameOf(event)
    if (key === null || isTaken(key, event.target)) return
    const found = keys.press(key, isTyping(event.target), Date.now())
    if (!found) return
    event.preventDefault()
    found.run(event)
  }
  document.addEventListener('keydown', pressed)
  return () => document.removeEventListener('keydown', pressed)
}
