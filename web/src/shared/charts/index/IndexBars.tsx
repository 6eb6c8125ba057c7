import { scaleLog } from '@visx/scale'
import type { ReactNode } from 'react'

import type { Place } from '../kit/Axis'
import { Frame, type FrameWords } from '../kit/Frame'
import { type Drawing, Plot } from '../kit/Plot'
import { RowName, rowPlaces } from '../kit/rows'
import { textWidth } from '../kit/text'
import { doublings } from '../kit/ticks'
import { showBare } from '../kit/units'
import {
  type IndexData,
  type IndexRow,
  indexDomain,
  indexRange,
  indexSentence,
  indexTable,
  sure,
  withHeadings,
} from './data'

const ROW = 26
const TOP = 18

/** Indexes on a logarithmic scale around 100; strong where they differ from 100 beyond chance. */
export function IndexBars({
  data,
  ...words
}: FrameWords & { readonly data: IndexData }): ReactNode {
  return (
    <Frame {...words} table={indexTable(data)}>
      <Plot sentence={indexSentence(data)} draw={({ width }) => drawIndexes(data, width)} />
    </Frame>
  )
}

function drawIndexes(data: IndexData, width: number): Drawing {
  const lines = withHeadings(data.rows)
  const values =
    Math.max(
      ...data.rows.map((row) =>
        textWidth(`${showBare(row.index.value, 'index')} ${indexRange(row)}`, 11.5),
      ),
    ) + 6
  const asked = { width, values, top: TOP, rowHeight: ROW, inset: 4, stack: false }
  const layout = rowPlaces(data.rows, asked)
  const domain = indexDomain(data)
  const scale = scaleLog<number>({ domain, range: [layout.left, layout.right], clamp: true })
  const x: Place = (figure) => scale(figure)
  const bottom = TOP + lines.length * ROW
  const ticks = doublings(domain)
  const narrow = layout.right - layout.left < 260
  const shown = ticks.filter(
    (tick) => !narrow || ticks.length <= 5 || Math.log2(tick / 100) % 2 === 0,
  )
  return {
    height: bottom + 4,
    marks: (
      <>
        {shown.map((tick) => (
          <g key={tick}>
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={TOP}
              y2={bottom}
              data-line={tick === 100 ? 'zero' : 'grid'}
            />
            <text
              x={x(tick)}
              y={10}
              textAnchor="middle"
              data-text={tick === 100 ? 'strong' : undefined}
            >
              {showBare(tick, 'index')}
              {tick === 100 && !narrow && ' = par'}
            </text>
          </g>
        ))}
        {lines.map((line, at) => {
          const place = layout.row(at)
          return typeof line === 'string' ? (
            <text key={`group ${line}`} y={place.text + 3} fontWeight={540}>
              {line}
            </text>
          ) : (
            <g key={line.id}>
              <RowName place={place} name={line.name} />
              <IndexMark row={line} x={x} y={place.bar} />
              <text
                x={width}
                y={place.text}
                textAnchor="end"
                data-text={sure(line) ? 'value' : 'unsure'}
              >
                {showBare(line.index.value, 'index')}
                <tspan fontSize={11} fontWeight={420} fill="var(--ink-3)">
                  {` ${indexRange(line)}`}
                </tspan>
              </text>
            </g>
          )
        })}
      </>
    ),
  }
}

interface IndexMarkProps {
  readonly row: IndexRow
  readonly x: Place
  readonly y: number
}

function IndexMark({ row, x, y }: IndexMarkProps): ReactNode {
  const { value, low, high } = row.index
  if (value === null) return null
  const [from, to] = [Math.min(x(value), x(100)), Math.max(x(value), x(100))]
  const colour = value >= 100 ? 'var(--d3)' : 'var(--d-3)'
  return (
    <g>
      <rect
        x={from}
        y={y - 6.5}
        width={Math.max(1, to - from)}
        height={13}
        fill={colour}
        fillOpacity={sure(row) ? 0.82 : 0.3}
      />
      {low !== null && high !== null && (
        <path
          d={`M${x(low)} ${y}H${x(high)}M${x(low)} ${y - 3.5}v7M${x(high)} ${y - 3.5}v7`}
          stroke="var(--ink)"
          strokeWidth={1.4}
          fill="none"
        />
      )}
    </g>
  )
}
