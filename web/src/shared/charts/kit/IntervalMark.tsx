import type { ReactNode } from 'react'

interface IntervalMarkProps {
  readonly from: number
  readonly at: number
  readonly to: number
  /** The middle. */
  readonly y: number
  readonly colour: string
}

/** A value in its interval on a row: the bar 9 px high at 40%, the tick 4 × 15 px. */
export function IntervalMark({ from, at, to, y, colour }: IntervalMarkProps): ReactNode {
  return (
    <g>
      <rect
        x={from}
        y={y - 4.5}
        width={Math.max(2, to - from)}
        height={9}
        rx={2}
        fill={colour}
        fillOpacity={0.4}
      />
      <Tick colour={colour} x={at} y={y - 7.5} height={15} />
    </g>
  )
}

interface TickProps {
  readonly colour: string
  readonly x: number
  readonly y: number
  readonly height: number
}

/** The upright mark of a value, with a thin edge that parts it from what lies below. */
export function Tick({ colour, x, y, height }: TickProps): ReactNode {
  const edge = { stroke: 'var(--surface)', strokeWidth: 1.5, paintOrder: 'stroke' }
  return <rect x={x - 2} y={y} width={4} height={height} rx={2} fill={colour} {...edge} />
}
