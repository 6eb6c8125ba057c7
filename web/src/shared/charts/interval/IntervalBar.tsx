import { type ReactNode, useId } from 'react'

import { type Estimate, isKnown } from '../kit/estimate'
import { Tick } from '../kit/IntervalMark'
import { Hatch } from '../kit/Plot'
import { type Tone, colourOf } from '../kit/tone'
import { type Unit, show, showRange } from '../kit/units'

/** The usual range of similar assets: the middle half and the median. */
export interface NormRange {
  readonly low: number
  readonly median: number
  readonly high: number
}

export interface IntervalBarProps {
  /** The measure, such as “Take rate”. */
  readonly name: string
  readonly estimate: Estimate
  readonly unit: Unit
  /** The scale, shared by all bars of a measure on a page. */
  readonly domain: readonly [number, number]
  readonly norm?: NormRange | null | undefined
  readonly tone?: Tone | undefined
}

const HEIGHT = 19

/** A value with its 95% interval, over the usual range. */
export function IntervalBar(props: IntervalBarProps): ReactNode {
  const { estimate, domain, norm, tone } = props
  const id = `hatch${useId()}`
  const colour = colourOf(tone)
  const share = (figure: number): number =>
    Math.min(100, Math.max(0, (100 * (figure - domain[0])) / (domain[1] - domain[0])))
  return (
    <svg
      width="100%"
      height={HEIGHT}
      role="img"
      aria-label={intervalSentence(props)}
      overflow="visible"
    >
      <Hatch id={id} />
      {norm && (
        <>
          <Stretch
            from={share(norm.low)}
            to={share(norm.high)}
            y={1}
            height={18}
            fill="var(--norm)"
          />
          <line
            x1={`${share(norm.median)}%`}
            x2={`${share(norm.median)}%`}
            y1={1}
            y2={HEIGHT}
            stroke="var(--zero)"
            strokeOpacity=".7"
            strokeWidth="1.5"
            strokeDasharray="3 2.5"
          />
        </>
      )}
      <line x2="100%" y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-2)" />
      {isKnown(estimate) && (
        <Stretch
          from={share(estimate.low)}
          to={share(estimate.high)}
          y={4}
          height={9}
          fill={tone === 'few' ? `url(#${id})` : colour}
          fillOpacity={tone === 'few' ? 1 : 0.4}
          stroke={tone === 'few' ? colour : undefined}
        />
      )}
      {estimate.value !== null && (
        <svg x={`${share(estimate.value)}%`} overflow="visible">
          <Tick colour={colour} x={0} y={1} height={15} />
        </svg>
      )}
    </svg>
  )
}

interface StretchProps {
  readonly from: number
  readonly to: number
  readonly y: number
  readonly height: number
  readonly fill: string
  readonly fillOpacity?: number | undefined
  readonly stroke?: string | undefined
}

function Stretch({ from, to, ...rest }: StretchProps): ReactNode {
  return <rect x={`${from}%`} width={`${Math.max(to - from, 0.5)}%`} rx={2} {...rest} />
}

/** Describe the bar. */
export function intervalSentence({ name, estimate, unit, norm }: IntervalBarProps): string {
  if (estimate.value === null) return `${name}: hidden`
  const range = isKnown(estimate) ? `, 95% interval ${showRange(estimate, unit)}` : ''
  const usual = norm ? `; similar assets ${showRange({ ...norm, value: norm.median }, unit)}` : ''
  return `${name} ${show(estimate.value, unit)}${range}${usual}`
}
