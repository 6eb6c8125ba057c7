import { scaleLinear } from '@visx/scale'
import type { ReactNode } from 'react'

import { AxisBottom, type Place } from '../kit/Axis'
import { type Estimate, figuresOf } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import { type Drawing, Plot } from '../kit/Plot'
import { RowName, rowPlaces } from '../kit/rows'
import type { ChartTable } from '../kit/table'
import { textWidth } from '../kit/text'
import { domainOf } from '../kit/ticks'
import { type Tone, colourOf } from '../kit/tone'
import { type Unit, show, showRange } from '../kit/units'

/** One bar, such as a country. */
export interface Bar {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly estimate: Estimate
  /** A fact beside the figure, such as “27,940 reached”. */
  readonly fact?: string | undefined
  readonly tone?: Tone | undefined
  readonly href?: string | undefined
}

export interface BarData {
  /** The measure, such as “Take rate”. */
  readonly name: string
  readonly unit: Unit
  /** The dimension of the bars, such as “Country”. */
  readonly rowsName: string
  readonly bars: readonly Bar[]
}

/** On charts narrower than this, facts are only in tooltips. */
const NARROW = 480

/** Horizontal bars from zero with their intervals. */
export function Bars({ data, ...words }: FrameWords & { readonly data: BarData }): ReactNode {
  return (
    <Frame {...words} table={barTable(data)}>
      <Plot sentence={barSentence(data)} draw={({ width }) => drawBars(data, width)} />
    </Frame>
  )
}

function drawBars({ bars, unit, name }: BarData, width: number): Drawing {
  const roomy = width >= NARROW
  const facts = roomy
    ? Math.max(0, ...bars.map(({ fact }) => (fact ? textWidth(fact) + 10 : 0)))
    : 0
  const values =
    Math.max(0, ...bars.map(({ estimate }) => textWidth(show(estimate.value, unit), 13))) + facts
  const layout = rowPlaces(bars, { width, values, top: 4, rowHeight: 30, inset: 0 })
  const domain = domainOf(figuresOf(bars.map(({ estimate }) => estimate)), { zero: true })
  const scale = scaleLinear<number>({ domain, range: [layout.left, layout.right - 4] })
  const x: Place = (figure) => scale(figure)
  return {
    height: layout.bottom + 26,
    marks: (
      <>
        <AxisBottom
          place={x}
          domain={domain}
          unit={unit}
          zero={0}
          top={layout.top}
          bottom={layout.bottom}
          edge={width}
        />
        {bars.map((bar, index) => {
          const place = layout.row(index)
          const { value } = bar.estimate
          return (
            <g key={bar.id}>
              <RowName place={place} name={bar.name} letter={bar.letter} />
              <BarMark bar={bar} x={x} y={place.bar} />
              {roomy && bar.fact !== undefined && (
                <text x={width - values + facts - 10} y={place.text} textAnchor="end">
                  {bar.fact}
                </text>
              )}
              <text
                x={width}
                y={place.text}
                textAnchor="end"
                data-text={value === null ? 'unsure' : 'value'}
              >
                {show(value, unit)}
              </text>
            </g>
          )
        })}
      </>
    ),
    spots: bars.flatMap((bar, index) => {
      const { value } = bar.estimate
      if (value === null) return []
      const range = showRange(bar.estimate, unit)
      const lines: [string, string][] = [[name, show(value, unit)]]
      if (range) lines.push(['95% interval', range])
      const box = {
        x: layout.left,
        y: layout.row(index).bar - 12,
        width: Math.max(24, x(value) - layout.left),
        height: 24,
      }
      return [
        { id: bar.id, ...box, href: bar.href, tip: { title: bar.name, lines, note: bar.fact } },
      ]
    }),
  }
}

interface BarMarkProps {
  readonly bar: Bar
  readonly x: Place
  readonly y: number
}

function BarMark({ bar: { estimate, tone }, x, y }: BarMarkProps): ReactNode {
  const { value, low, high } = estimate
  if (value === null) return null
  return (
    <g>
      <rect
        x={x(0)}
        y={y - 6}
        width={Math.max(1, x(value) - x(0))}
        height={12}
        rx={2}
        fill={colourOf(tone)}
        fillOpacity={0.4}
      />
      {low !== null && high !== null && (
        <line x1={x(low)} x2={x(high)} y1={y} y2={y} stroke={colourOf(tone)} strokeWidth={2} />
      )}
    </g>
  )
}

/** Return the figures as a table. */
function barTable({ name, unit, rowsName, bars }: BarData): ChartTable {
  return {
    columns: [
      { label: rowsName },
      { label: name, unit },
      { label: 'Low', unit },
      { label: 'High', unit },
      { label: 'Note' },
    ],
    rows: bars.map(({ name: what, estimate: { value, low, high }, fact }) => [
      what,
      value,
      low,
      high,
      fact ?? null,
    ]),
  }
}

/** Describe the highest and the lowest bar. */
function barSentence({ name, unit, rowsName, bars }: BarData): string {
  const known = bars.filter(({ estimate }) => estimate.value !== null)
  const order = [...known].sort((a, b) => (b.estimate.value ?? 0) - (a.estimate.value ?? 0))
  const [first, last] = [order[0], order.at(-1)]
  if (first === undefined || last === undefined) return `${name}: no data`
  const said = ({ name: what, estimate }: Bar): string => `${what} ${show(estimate.value, unit)}`
  const rest = order.length > 1 ? `, lowest ${said(last)}` : ''
  return `${name} by ${rowsName.toLowerCase()}, ${bars.length} shown: highest ${said(first)}${rest}.`
}
