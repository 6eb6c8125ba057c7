import { useEffect, useRef } from 'react'

import { type Shortcut, useShortcuts } from '@/shared/keys'

/** An answer to what waits, by the button that gives it. */
export type Answer = 'decide' | 'remind' | 'dismiss'

/** What marks a line of the list. */
export const LINE = { 'data-line': '' }

/**
 * Keyboard shortcuts of the morning list: arrows move between its lines, and letters answer the one
 * with the focus. Without a focus anywhere, a letter only goes to the first line.
 *
 * A line that has been answered leaves; the focus goes on to the next.
 */
export function useLines(keys: readonly string[]): void {
  useShortcuts('What waits', SHORTCUTS, keys.length > 0)
  const at = useRef<number | null>(null)
  useEffect(() => {
    const look = () => {
      const place = here()
      if (place !== -1) at.current = place
      else if (!isNowhere() && !isAsked()) at.current = null
    }
    document.addEventListener('focusin', look)
    return () => document.removeEventListener('focusin', look)
  }, [])
  const shown = keys.join(' ')
  useEffect(() => {
    if (shown && at.current !== null && isNowhere()) go(Math.min(at.current, lines().length - 1))
  }, [shown])
}

const SHORTCUTS = [
  move('ArrowDown', 'Next line', 1),
  move('ArrowUp', 'Line before', -1),
  answer('d', 'Decide', 'decide'),
  answer('r', 'Remind me', 'remind'),
  answer('x', 'Dismiss', 'dismiss'),
]

function move(key: string, does: string, by: number): Shortcut {
  return { keys: key, does, when: () => here() !== -1, run: () => go(here() + by) }
}

function answer(key: string, does: string, which: Answer): Shortcut {
  return {
    keys: key,
    does,
    when: () => here() !== -1 || isNowhere(),
    run: ({ repeat }) => {
      const line = lines()[here()]
      if (line === undefined) go(0)
      else if (!repeat) line.querySelector<HTMLElement>(`[data-answer=${which}]`)?.click()
    },
  }
}

function lines(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-line]')]
}

/** Return which line has the focus; −1 if none has. */
function here(): number {
  return lines().findIndex((line) => line.contains(document.activeElement))
}

/** Focus the heading of a line, so that it is read. */
function go(to: number): void {
  const line = lines()[to]
  line?.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true })
  line?.scrollIntoView({ block: 'nearest' })
}

/** Return whether the focus is in a dialog: where a line asks for a reason or a time. */
function isAsked(): boolean {
  return Boolean(document.activeElement?.closest('[role=dialog]'))
}

/** Return whether nothing has the focus. */
function isNowhere(): boolean {
  const focused = document.activeElement
  return focused === null || focused === document.body || focused.matches('main')
}
