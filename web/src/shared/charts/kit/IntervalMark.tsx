import type { ReactNode } from 'react'

interface IntervalMarkProps {
  readonly from: number
  readonly at: number
  readonly to: number
  /** The middle. */
  readonly y: number
  readonly colour: string
}

/** A value with its interval in a row. */
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

/** The vertical mark of a value, with a thin outline. */
export function Tick({ colour, x, y, height }: TickProps): ReactNode {
  const edge = { stroke: 'var(--surface)', strokeWidth: 1.5, paintOrder: 'stroke' }
  return <rect x={x - 2} y={y} width={4} height={height} rx={2} fill={colour} {...edge} />
}
