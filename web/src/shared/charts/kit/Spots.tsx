import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'

import type { Box } from './labels'
import styles from './Spots.module.css'
import { nextSpot } from './reach'
import { type TipText, sayTip, useTip } from './Tip'

/** A mark that holds more than is drawn, where it lies, and what it holds. */
export interface Spot extends Box {
  readonly id: string
  readonly tip: TipText
  /** Where the mark leads. */
  readonly href?: string | undefined
}

/**
 * Lies over a chart and makes its marks reachable: one stop of the Tab key, arrows go from mark to
 * mark, and each shows and says what it holds.
 */
export function Spots({ spots }: { readonly spots: readonly Spot[] }): ReactNode {
  const tip = useTip()
  const [current, setCurrent] = useState(0)
  const layer = useRef<HTMLDivElement>(null)
  if (spots.length === 0) return null
  const active = Math.min(current, spots.length - 1)

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextSpot(spots, active, event.key)
    if (next === null) return
    event.preventDefault()
    setCurrent(next)
    layer.current?.querySelectorAll<HTMLElement>('[data-spot]')[next]?.focus()
  }
  return (
    <div ref={layer} role="group" aria-label="Marks, by arrow keys" data-export="no">
      {spots.map((spot, index) => {
        const Tag = spot.href === undefined ? 'button' : 'a'
        return (
          <Tag
            key={spot.id}
            data-spot=""
            className={styles.spot}
            style={{ left: spot.x, top: spot.y, width: spot.width, height: spot.height }}
            tabIndex={index === active ? 0 : -1}
            aria-label={sayTip(spot.tip)}
            onKeyDown={onKeyDown}
            onFocus={(event) => {
              setCurrent(index)
              tip.show(spot.tip, event.currentTarget.getBoundingClientRect())
            }}
            onBlur={tip.hide}
            onPointerEnter={(event) =>
              tip.show(spot.tip, event.currentTarget.getBoundingClientRect())
            }
            onPointerLeave={tip.hide}
            {...(spot.href === undefined ? { type: 'button' as const } : { href: spot.href })}
          />
        )
      })}
      {tip.element}
    </div>
  )
}
