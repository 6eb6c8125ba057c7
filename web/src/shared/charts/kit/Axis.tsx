import type { ReactNode } from 'react'

import { textWidth } from './text'
import { pickTicks } from './ticks'
import type { TimeTick } from './time'
import { type Unit, showTick, tickLabels, unitWord } from './units'

/** A scale: returns the position of a figure. */
export type Place = (figure: number) => number

interface ValueAxisProps {
  readonly place: Place
  readonly domain: readonly [number, number]
  readonly unit: Unit
  /** The figure of the zero line; null: none. */
  readonly zero?: number | null | undefined
}

/** The axis at the left, with a grid line per tick. */
export function AxisLeft(
  props: ValueAxisProps & { readonly from: number; readonly to: number },
): ReactNode {
  const { place, domain, unit, from, to, zero = null } = props
  const height = Math.abs(place(domain[1]) - place(domain[0]))
  const ticks = pickTicks(domain, height / 1.6, () => '0')
  const labels = tickLabels(ticks, unit)
  return (
    <g>
      {ticks.map((tick, index) => (
        <g key={tick} transform={`translate(0 ${place(tick)})`}>
          <line x1={from} x2={to} data-line={tick === zero ? 'zero' : 'grid'} />
          <text x={from - 8} dy="0.35em" textAnchor="end">
            {labels[index]}
          </text>
        </g>
      ))}
    </g>
  )
}

/** Return the width of the axis at the left. */
export function axisWidth(domain: readonly [number, number], unit: Unit): number {
  const ticks = pickTicks(domain, 1000, () => '0')
  return Math.ceil(Math.max(...tickLabels(ticks, unit).map((label) => textWidth(label)))) + 8
}

interface BottomProps extends ValueAxisProps {
  readonly top: number
  readonly bottom: number
  /** The right edge of the chart, for a unit that is not part of the figures. */
  readonly edge: number
}

/** The axis at the bottom, with a grid line per tick and the unit at the end. */
export function AxisBottom({
  place,
  domain,
  unit,
  zero = null,
  top,
  bottom,
  edge,
}: BottomProps): ReactNode {
  const word = unitWord(unit)
  const right = place(domain[1])
  const room = right - place(domain[0])
  const ticks = pickTicks(domain, room, (tick) => showTick(tick, unit))
  const labels = tickLabels(ticks, unit)
  const free = edge - textWidth(word) - 8
  return (
    <g>
      {ticks.map((tick, index) => (
        <g key={tick} transform={`translate(${place(tick)} 0)`}>
          <line y1={top} y2={bottom} data-line={tick === zero ? 'zero' : 'grid'} />
          {(word === '' || place(tick) < free) && (
            <text y={bottom + 16} textAnchor="middle">
              {labels[index]}
            </text>
          )}
        </g>
      ))}
      {word !== '' && (
        <text x={edge} y={bottom + 16} textAnchor="end">
          {word}
        </text>
      )}
    </g>
  )
}

interface TimeAxisProps {
  readonly ticks: readonly TimeTick[]
  readonly place: Place
  readonly y: number
}

/** The time axis at the bottom: hours, days or months. */
export function AxisTime({ ticks, place, y }: TimeAxisProps): ReactNode {
  return (
    <g>
      {ticks.map((tick) => (
        <text key={tick.at} x={place(tick.at)} y={y + 18} textAnchor="middle">
          {tick.label}
        </text>
      ))}
    </g>
  )
}
