import type { ReactNode } from 'react'

import type { Place } from '../kit/Axis'
import { type Estimate, isKnown } from '../kit/estimate'
import type { Box } from '../kit/labels'
import { textWidth } from '../kit/text'
import { colourOf } from '../kit/tone'
import type { CalibrationPoint } from './data'

/** A decision, and its place. */
export interface Placed {
  readonly point: CalibrationPoint
  readonly x: number
  readonly y: number
}

/** What lines are drawn by. */
export interface Lines {
  readonly x: Place
  readonly y: Place
  readonly across: readonly [number, number]
  readonly area: Box
  /** The largest promise that is on both scales. */
  readonly end: number
}

export const AS_PROMISED = 'as promised'

/** Return where the dashed line is labelled: left of its upper end. */
export function diagonalLabel({ x, y, end, area }: Lines): { x: number; y: number; box: Box } {
  const width = textWidth(AS_PROMISED)
  const at = { x: Math.max(x(end) - 12, area.x + width + 4), y: Math.max(y(end) + 4, area.y + 12) }
  return { ...at, box: { x: at.x - width, y: at.y - 12, width, height: 16 } }
}

/** The part of promises that came, as a line through zero with its interval. */
export function Slope({ share, x, y, across }: Lines & { readonly share: Estimate }): ReactNode {
  if (share.value === null) return null
  const [low, high] = across
  const at = (slope: number, figure: number) => `${x(figure)},${y(slope * figure)}`
  return (
    <>
      {isKnown(share) && (
        <polygon
          points={[
            at(share.low, low),
            at(share.low, high),
            at(share.high, high),
            at(share.high, low),
          ].join(' ')}
          fill="var(--mark)"
          fillOpacity={0.09}
        />
      )}
      <polyline
        points={`${at(share.value, low)} ${at(share.value, high)}`}
        fill="none"
        stroke="var(--mark)"
        strokeOpacity={0.55}
        strokeWidth={2}
      />
    </>
  )
}

/** The interval of what came. */
export function Came({ at, y }: { readonly at: Placed; readonly y: Place }): ReactNode {
  const { actual, tone } = at.point
  if (!isKnown(actual)) return null
  return (
    <line
      x1={at.x}
      x2={at.x}
      y1={y(actual.low)}
      y2={y(actual.high)}
      stroke={colourOf(tone)}
      strokeOpacity={0.22}
      strokeWidth={7}
    />
  )
}
