import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'

import styles from './Crosshair.module.css'
import type { Box } from './labels'
import { type TipText, sayTip, useTip } from './Tip'

interface CrosshairProps {
  /** The accessible name, such as “Take rate, step by step”. */
  readonly name: string
  /** The plot in px. */
  readonly area: Box
  /** The positions of the steps in px from the left edge of the chart, ascending. */
  readonly steps: readonly number[]
  readonly tip: (step: number) => TipText
  /** Called with the step pointed at and the pointer's height; null for neither. */
  readonly onMove?: (step: number | null, height: number | null) => void
  /** Heights and colours of the values at a step. */
  readonly dots: (step: number) => readonly { readonly y: number; readonly colour: string }[]
}

/** A vertical line that follows the pointer or the arrow keys, with a tooltip of the values. */
export function Crosshair({
  name,
  area,
  steps,
  tip: tell,
  dots,
  onMove,
}: CrosshairProps): ReactNode {
  const [at, setAt] = useState<number | null>(null)
  const layer = useRef<HTMLDivElement>(null)
  const tip = useTip()
  const last = steps.length - 1
  if (last < 0) return null
  const go = (step: number, height: number | null = null): void => {
    const box = layer.current?.getBoundingClientRect()
    if (box === undefined) return
    setAt(step)
    onMove?.(step, height)
    tip.show(tell(step), new DOMRect(box.left + (steps[step] ?? 0) - area.x, box.top + 12, 0, 0))
  }
  const leave = (): void => {
    setAt(null)
    onMove?.(null, null)
    tip.hide()
  }
  const onPointerMove = (event: PointerEvent): void => {
    const box = layer.current?.getBoundingClientRect()
    if (!box) return
    go(nearest(steps, event.clientX - box.left + area.x), event.clientY - box.top + area.y)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: (at ?? 0) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: last }[
      event.key
    ]
    if (step === undefined) return
    event.preventDefault()
    go(Math.min(last, Math.max(0, step)))
  }
  const shown = at === null ? null : Math.min(at, last)
  return (
    <div
      ref={layer}
      className={styles.area}
      style={{ left: area.x, top: area.y, width: area.width, height: area.height }}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={shown ?? last}
      aria-valuetext={sayTip(tell(shown ?? last))}
      onPointerMove={onPointerMove}
      onPointerLeave={leave}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && go(last)}
      onBlur={leave}
      data-export="no"
    >
      {shown !== null && (
        <div className={styles.line} style={{ left: (steps[shown] ?? 0) - area.x }}>
          {dots(shown).map(({ y, colour }, index) => (
            <i key={index} style={{ top: y - area.y, background: colour }} />
          ))}
        </div>
      )}
      {tip.element}
    </div>
  )
}

/** Return the index of the step that lies nearest to `x`. */
export function nearest(steps: readonly number[], x: number): number {
  let best = 0
  steps.forEach((step, index) => {
    if (Math.abs(step - x) < Math.abs((steps[best] ?? Infinity) - x)) best = index
  })
  return best
}
