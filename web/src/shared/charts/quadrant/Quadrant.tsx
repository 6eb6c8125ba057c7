import { scaleLinear } from '@visx/scale'
import { type ReactNode, useId } from 'react'

import { AxisBottom, AxisLeft, axisWidth, type Place } from '../kit/Axis'
import type { Estimate } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import { type Box, placeLabels } from '../kit/labels'
import { type Drawing, Plot } from '../kit/Plot'
import { colourOf, inkOf } from '../kit/tone'
import { show, showRange } from '../kit/units'
import {
  type Placed,
  type QuadrantData,
  type QuadrantPoint,
  corners,
  pointLabel,
  quadrantSentence,
  quadrantTable,
  quarterOf,
  sideDomain,
  toMarks,
} from './data'

const NARROW = 480

/** Assets by plays won (x) and viewers kept (y), with their intervals. */
export function Quadrant({
  data,
  ...words
}: FrameWords & { readonly data: QuadrantData }): ReactNode {
  const id = useId()
  return (
    <Frame {...words} table={quadrantTable(data)}>
      <Plot sentence={quadrantSentence(data)} draw={({ width }) => drawQuadrant(data, width, id)} />
    </Frame>
  )
}

function drawQuadrant({ points }: QuadrantData, width: number, id: string): Drawing {
  const across = sideDomain(points.map(({ winning }) => winning))
  const up = sideDomain(points.map(({ keeping }) => keeping))
  const left = axisWidth(up, 'change')
  const area: Box = { x: left, y: 20, width: width - left - 8, height: width < NARROW ? 270 : 340 }
  const [right, bottom] = [area.x + area.width, area.y + area.height]
  const sx = scaleLinear<number>({ domain: across, range: [area.x, right] })
  const sy = scaleLinear<number>({ domain: up, range: [bottom, area.y] })
  const x: Place = (figure) => sx(figure)
  const y: Place = (figure) => sy(figure)
  const placed = points.flatMap((point): Placed[] => {
    const { winning, keeping } = point
    if (winning.value === null || keeping.value === null) return []
    return [{ point, x: x(winning.value), y: y(keeping.value) }]
  })
  const words = corners(area)
  const loud = placed.filter(({ point }) => !point.quiet)
  const boxes = placeLabels(
    toMarks(loud),
    area,
    words.map(({ box }) => box),
  )
  return {
    height: bottom + 40,
    marks: (
      <>
        <clipPath id={id}>
          <rect {...area} />
        </clipPath>
        <AxisLeft place={y} domain={up} unit="change" zero={0} from={area.x} to={right} />
        <AxisBottom
          place={x}
          domain={across}
          unit="change"
          zero={0}
          top={area.y}
          bottom={bottom}
          edge={right}
        />
        <text y={10}>viewers kept ↑</text>
        <text x={right} y={bottom + 34} textAnchor="end">
          plays won, compared with the title’s other assets →
        </text>
        {words.map(({ text, x: at, y: height, end }) => (
          <text key={text} x={at} y={height} textAnchor={end ? 'end' : 'start'} data-text="quiet">
            {text}
          </text>
        ))}
        <g clipPath={`url(#${id})`}>
          {loud.map((at) => (
            <Whiskers key={at.point.id} at={at} x={x} y={y} />
          ))}
        </g>
        {placed.map(({ point, x: cx, y: cy }) => (
          <circle
            key={point.id}
            cx={cx}
            cy={cy}
            r={point.quiet ? 3 : 5}
            fill={colourOf(point.tone)}
            fillOpacity={point.quiet ? 0.45 : 1}
            stroke="var(--surface)"
            strokeWidth={1.5}
          />
        ))}
        {loud.map(({ point }, index) => {
          const box = boxes[index]
          return (
            box && (
              <text
                key={point.id}
                x={box.x + 1}
                y={box.y + 11.5}
                data-text="words"
                style={{ fill: inkOf(point.tone) }}
              >
                {pointLabel(point)}
              </text>
            )
          )
        })}
      </>
    ),
    spots: placed.map(({ point, x: cx, y: cy }) => {
      return {
        id: point.id,
        x: cx - 12,
        y: cy - 12,
        width: 24,
        height: 24,
        tip: tipOf(point),
        href: point.href,
      }
    }),
  }
}

interface WhiskersProps {
  readonly at: Placed
  readonly x: Place
  readonly y: Place
}

function Whiskers({ at: { point, x: cx, y: cy }, x, y }: WhiskersProps): ReactNode {
  const { winning, keeping, tone } = point
  const line = { stroke: colourOf(tone), strokeOpacity: 0.4, strokeWidth: 1.4 }
  return (
    <g>
      {winning.low !== null && winning.high !== null && (
        <line x1={x(winning.low)} x2={x(winning.high)} y1={cy} y2={cy} {...line} />
      )}
      {keeping.low !== null && keeping.high !== null && (
        <line x1={cx} x2={cx} y1={y(keeping.low)} y2={y(keeping.high)} {...line} />
      )}
    </g>
  )
}

function tipOf(point: QuadrantPoint): { title: string; lines: [string, string][]; note: string } {
  const said = (estimate: Estimate): string =>
    `${show(estimate.value, 'change')} (${showRange(estimate, 'change')})`
  return {
    title: pointLabel(point),
    lines: [
      ['Plays won', said(point.winning)],
      ['Viewers kept', said(point.keeping)],
    ],
    note: quarterOf(point),
  }
}
