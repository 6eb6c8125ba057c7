import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react'

import { nextSpot } from './reach'
import { sayTip, type TipText, useTip } from './Tip'

/** The attributes of a reachable mark. */
interface Reachable {
  readonly 'data-mark': ''
  readonly tabIndex: number
  readonly 'aria-label': string
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onPointerEnter: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
}

interface Reach<Element extends HTMLElement> {
  /** The ref of the container of all marks. */
  readonly ref: RefObject<Element | null>
  /** Returns the attributes of the mark at an index, of `count` marks. */
  readonly mark: (index: number, count: number, tip: TipText) => Reachable
  /** The tooltip, to be rendered anywhere. */
  readonly tip: ReactNode
}

/**
 * Make marks with tooltips reachable: a single Tab stop, arrows move between marks. Marks must be in
 * document order.
 */
export function useReach<Element extends HTMLElement>(): Reach<Element> {
  const ref = useRef<Element>(null)
  const [current, setCurrent] = useState(0)
  const tip = useTip()
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const marks = [...(ref.current?.querySelectorAll<HTMLElement>('[data-mark]') ?? [])]
    const boxes = marks.map((mark) => mark.getBoundingClientRect())
    const next = nextSpot(boxes, marks.indexOf(event.currentTarget), event.key)
    if (next === null) return
    event.preventDefault()
    setCurrent(next)
    marks[next]?.focus()
  }
  return {
    ref,
    tip: tip.element,
    mark: (index, count, text) => ({
      'data-mark': '',
      tabIndex: index === Math.min(current, count - 1) ? 0 : -1,
      'aria-label': sayTip(text),
      onKeyDown,
      onFocus: (event) => {
        setCurrent(index)
        tip.show(text, event.currentTarget.getBoundingClientRect())
      },
      onBlur: tip.hide,
      onPointerEnter: (event) => tip.show(text, event.currentTarget.getBoundingClientRect()),
      onPointerLeave: tip.hide,
    }),
  }
}
