import { type UIEvent, useState } from 'react'

/** The rendered rows: from `first` to before `end`. */
export interface Span {
  first: number
  end: number
}

const STEP = 8

/**
 * Return which of `count` rows to render, in steps, so that most scrolling changes nothing.
 */
export function spanAt(top: number, room: number, height: number, count: number): Span {
  const from = Math.floor(top / height / STEP) * STEP
  const first = Math.max(0, Math.min(from - STEP, count - 1))
  return { first, end: Math.min(count, from + Math.ceil(room / height) + 2 * STEP) }
}

/** Return the rows to render of a scrolling element, and its scroll handler. */
export function useWindowed(
  count: number,
  height: number,
): { span: Span; onScroll: (event: UIEvent<HTMLElement>) => void } {
  const [view, setView] = useState({ top: 0, room: 900 })
  const span = spanAt(view.top, view.room, height, count)
  return {
    span,
    onScroll: ({ currentTarget: { scrollTop: top, clientHeight: room } }) => {
      const next = spanAt(top, room, height, count)
      if (next.first !== span.first || next.end !== span.end) setView({ top, room })
    },
  }
}
