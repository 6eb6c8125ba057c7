import { scaleLinear } from '@visx/scale'
import type { ReactNode } from 'react'

import { AxisBottom, type Place } from '../kit/Axis'
import { isKnown } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import { IntervalMark } from '../kit/IntervalMark'
import { type Drawing, Plot } from '../kit/Plot'
import { type RowPlace, RowName, rowPlaces } from '../kit/rows'
import { textWidth } from '../kit/text'
import { colourOf } from '../kit/tone'
import type { Unit } from '../kit/units'
import {
  type ForestData,
  type ForestRow,
  differenceText,
  forestDomain,
  forestSentence,
  forestTable,
  forestTip,
  unsure,
} from './data'

interface ForestPlotProps {
  readonly data: ForestData
  /** In px, on charts that are wide enough for one line. */
  readonly rowHeight?: number | undefined
}

/** Differences from a reference: bar = interval, tick = raw, ring = adjusted, grey = could be chance. */
export function Forest({ data, rowHeight, ...words }: FrameWords & ForestPlotProps): ReactNode {
  return (
    <Frame {...words} table={forestTable(data)}>
      <ForestPlot data={data} rowHeight={rowHeight} />
    </Frame>
  )
}

/** The chart alone, for panels with several. */
export function ForestPlot({ data, rowHeight = 40 }: ForestPlotProps): ReactNode {
  return (
    <Plot
      sentence={forestSentence(data)}
      draw={({ width }) => drawForest(data, width, rowHeight)}
    />
  )
}

function drawForest(data: ForestData, width: number, rowHeight: number): Drawing {
  const { rows, unit, zone, margin } = data
  const domain = forestDomain(data)
  const values = Math.max(...rows.map((row) => valueWidth(row, unit)))
  const layout = rowPlaces(rows, { width, values, top: margin ? 20 : 6, rowHeight, inset: 8 })
  const scale = scaleLinear<number>({ domain: [...domain], range: [layout.left, layout.right] })
  const x: Place = (figure) => scale(Math.min(domain[1], Math.max(domain[0], figure)))
  const { top, bottom } = layout
  return {
    height: bottom + 26,
    marks: (
      <>
        {zone && (
          <rect
            x={x(-zone)}
            width={x(zone) - x(-zone)}
            y={top}
            height={bottom - top}
            fill="var(--norm)"
          />
        )}
        <AxisBottom
          place={x}
          domain={domain}
          unit={unit}
          zero={0}
          top={top}
          bottom={bottom}
          edge={width}
        />
        {margin && (
          <MarginLine
            at={x(margin.at)}
            label={margin.label}
            top={top}
            bottom={bottom}
            width={width}
          />
        )}
        {rows.map((row, index) => (
          <Row key={row.id} row={row} unit={unit} place={layout.row(index)} x={x} width={width} />
        ))}
      </>
    ),
    spots: rows.map((row, index) => {
      const place = layout.row(index)
      const { raw } = row
      const from = raw.low === null ? layout.left : x(raw.low)
      const to = raw.high === null ? layout.right : x(raw.high)
      return {
        id: row.id,
        x: from - 4,
        y: place.bar - 12,
        width: Math.max(16, to - from + 8),
        height: 24,
        tip: {
          title: row.name,
          lines: forestTip(row, data),
          note: unsure(row) ? 'Could be chance: the interval contains zero' : undefined,
        },
      }
    }),
  }
}

function valueWidth(row: ForestRow, unit: Unit): number {
  const { value, doubt } = differenceText(row, unit)
  return textWidth(`${value} ${doubt}`, 13)
}

interface RowProps {
  readonly row: ForestRow
  readonly unit: Unit
  readonly place: RowPlace
  readonly x: Place
  readonly width: number
}

function Row({ row, unit, place, x, width }: RowProps): ReactNode {
  const { raw, adjusted } = row
  const faded = unsure(row)
  const colour = faded ? 'var(--mark)' : colourOf(row.tone)
  const { value, doubt } = differenceText(row, unit)
  return (
    <g>
      <line x2={width} y1={place.end} y2={place.end} data-line="grid" />
      <RowName place={place} name={row.name} letter={row.letter} />
      <g opacity={faded ? 0.5 : 1}>
        {isKnown(raw) && (
          <IntervalMark
            from={x(raw.low)}
            at={x(raw.value)}
            to={x(raw.high)}
            y={place.bar}
            colour={colour}
          />
        )}
      </g>
      {adjusted?.value != null && (
        <circle
          cx={x(adjusted.value)}
          cy={place.bar + 11}
          r={3.2}
          fill="var(--surface)"
          stroke={colour}
          strokeWidth={1.5}
        />
      )}
      <text x={width} y={place.text} textAnchor="end" data-text={faded ? 'unsure' : 'value'}>
        {value} <tspan fontWeight={420}>{doubt}</tspan>
      </text>
    </g>
  )
}

interface MarginLineProps {
  readonly at: number
  readonly label: string
  readonly top: number
  readonly bottom: number
  readonly width: number
}

function MarginLine({ at, label, top, bottom, width }: MarginLineProps): ReactNode {
  const half = textWidth(label) / 2
  return (
    <g>
      <line
        x1={at}
        x2={at}
        y1={top - 6}
        y2={bottom}
        stroke="var(--mislead)"
        strokeWidth={1.5}
        strokeDasharray="5 3"
      />
      <text
        x={Math.min(width - half, Math.max(half, at))}
        y={top - 10}
        textAnchor="middle"
        style={{ fill: 'var(--mislead)' }}
      >
        {label}
      </text>
    </g>
  )
}
