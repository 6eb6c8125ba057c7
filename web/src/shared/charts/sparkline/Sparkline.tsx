import { LinePath } from '@visx/shape'
import { type ReactNode, useId } from 'react'

import { Hatch } from '../kit/Plot'
import { type Tone, colourOf } from '../kit/tone'
import { type Unit, show } from '../kit/units'

export interface SparklineProps {
  /** The measure, such as “Take rate by day”. */
  readonly name: string
  /** A figure per step; null where there is none. */
  readonly values: readonly (number | null)[]
  readonly unit: Unit
  /** How many steps are complete; all by default. */
  readonly complete?: number | undefined
  readonly tone?: Tone | undefined
}

const WIDE = 100
const HEIGHT = 26
const PAD = 2

/** A figure over time without axes; incomplete steps are hatched and dashed. */
export function Sparkline(props: SparklineProps): ReactNode {
  const { values, tone, complete = values.length } = props
  const id = `hatch${useId()}`
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const points = values.map((value, index) => ({
    x: values.length > 1 ? (WIDE * index) / (values.length - 1) : 0,
    y: value === null ? null : height(value, low, high),
  }))
  const from = (points[Math.max(0, complete - 1)]?.x ?? 0) * (complete > 0 ? 1 : 0)
  const line = {
    stroke: colourOf(tone),
    vectorEffect: 'non-scaling-stroke',
    strokeLinejoin: 'round',
  } as const
  const place = {
    x: (point: (typeof points)[number]) => point.x,
    y: (point: (typeof points)[number]) => point.y ?? 0,
    defined: (point: (typeof points)[number]) => point.y !== null,
  }
  return (
    <svg width="100%" height={HEIGHT} role="img" aria-label={sparkSentence(props)}>
      <Hatch id={id} />
      {complete < values.length && (
        <rect x={`${from}%`} width={`${WIDE - from}%`} height={HEIGHT} fill={`url(#${id})`} />
      )}
      <svg
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${WIDE} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        <LinePath data={points.slice(0, complete)} {...place} {...line} strokeWidth={1.6} />
        {complete < values.length && (
          <LinePath
            data={points.slice(Math.max(0, complete - 1))}
            {...place}
            {...line}
            strokeWidth={1.3}
            strokeDasharray="2 2.5"
          />
        )}
      </svg>
    </svg>
  )
}

function height(value: number, low: number, high: number): number {
  if (high === low) return HEIGHT / 2
  return PAD + ((high - value) / (high - low)) * (HEIGHT - 2 * PAD)
}

/** Describe the start and the end of the line. */
export function sparkSentence({
  name,
  values,
  unit,
  complete = values.length,
}: SparklineProps): string {
  const known = values.slice(0, complete).filter((value) => value !== null)
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return `${name}: not enough data`
  const still = values.length - complete
  const filling =
    still > 0 ? `; ${still === 1 ? 'the last one is' : `the last ${still} are`} incomplete` : ''
  return `${name}: from ${show(first, unit)} to ${show(last, unit)}${filling}`
}
