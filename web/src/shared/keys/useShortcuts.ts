import { useEffect, useRef } from 'react'

import { type Group, isTaken, isTyping, Keys, nameOf, type Shortcut } from './shortcuts'

/** The shortcuts of the page. */
export const keys = new Keys()

/** Add shortcuts while a component is mounted and `enabled`. */
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
        when: () => latest.current[n]?.when?.() ?? true,
      })),
    }
    return keys.add(group)
  }, [heading, said, enabled])
}

/** Listen to the keyboard; returns a function to stop. */
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
