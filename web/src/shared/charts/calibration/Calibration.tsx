import { scaleLinear } from '@visx/scale'
import { type ReactNode, useId } from 'react'

import { AxisBottom, AxisLeft, axisWidth, type Place } from '../kit/Axis'
import type { Estimate } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import { type Box, placeLabels } from '../kit/labels'
import { type Drawing, Plot } from '../kit/Plot'
import { textWidth } from '../kit/text'
import type { TipText } from '../kit/Tip'
import { colourOf, inkOf } from '../kit/tone'
import { show, showRange } from '../kit/units'
import {
  type CalibrationData,
  calibrationDomains,
  type CalibrationPoint,
  calibrationSentence,
  calibrationTable,
} from './data'
import { AS_PROMISED, Came, diagonalLabel, type Lines, type Placed, Slope } from './marks'

const NARROW = 480
const RADIUS = 5

/** Promises against what came, with the line on which they would agree. */
export function Calibration({
  data,
  ...words
}: FrameWords & { readonly data: CalibrationData }): ReactNode {
  const id = useId()
  return (
    <Frame {...words} table={calibrationTable(data)}>
      <Plot
        sentence={calibrationSentence(data)}
        draw={({ width }) => drawCalibration(data, width, id)}
      />
    </Frame>
  )
}

function drawCalibration(data: CalibrationData, width: number, id: string): Drawing {
  const { across, up } = calibrationDomains(data)
  const left = axisWidth(up, 'count')
  const height = width < NARROW ? 260 : 360
  const area: Box = { x: left, y: 20, width: width - left - 8, height }
  const [right, bottom] = [area.x + area.width, area.y + area.height]
  const sx = scaleLinear<number>({ domain: across, range: [area.x, right] })
  const sy = scaleLinear<number>({ domain: up, range: [bottom, area.y] })
  const x: Place = (figure) => sx(figure)
  const y: Place = (figure) => sy(figure)
  const placed = data.points.flatMap((point): Placed[] => {
    const { promised, actual } = point
    if (promised.value === null || actual.value === null) return []
    return [{ point, x: x(promised.value), y: y(actual.value) }]
  })
  const lines: Lines = { x, y, across, area, end: Math.min(across[1], up[1]) }
  const asPromised = diagonalLabel(lines)
  const marks = placed.map(({ point, x: cx, y: cy }) => {
    const label = textWidth(point.label) + 2
    return { x: cx, y: cy, radius: RADIUS + 1, width: label, height: 15 }
  })
  const boxes = placeLabels(marks, area, [asPromised.box])
  return {
    height: bottom + 40,
    marks: (
      <>
        <clipPath id={id}>
          <rect {...area} />
        </clipPath>
        <g clipPath={`url(#${id})`}>{data.share && <Slope share={data.share} {...lines} />}</g>
        <AxisLeft place={y} domain={up} unit="count" zero={0} from={area.x} to={right} />
        <AxisBottom
          place={x}
          domain={across}
          unit="count"
          zero={0}
          top={area.y}
          bottom={bottom}
          edge={right}
        />
        <text y={10}>↑ actual, {data.what}</text>
        <text x={right} y={bottom + 34} textAnchor="end">
          promised, {data.what} →
        </text>
        <g clipPath={`url(#${id})`}>
          <line
            x1={x(across[0])}
            y1={y(across[0])}
            x2={x(across[1])}
            y2={y(across[1])}
            stroke="var(--ink)"
            strokeWidth={1.4}
            strokeDasharray="5 4"
          />
          {placed.map((at) => (
            <Came key={at.point.id} at={at} y={y} />
          ))}
        </g>
        <text x={asPromised.x} y={asPromised.y} textAnchor="end" data-text="words">
          {AS_PROMISED}
        </text>
        {placed.map(({ point, x: cx, y: cy }) => (
          <circle
            key={point.id}
            cx={cx}
            cy={cy}
            r={RADIUS}
            fill={colourOf(point.tone)}
            stroke="var(--surface)"
            strokeWidth={1.5}
          />
        ))}
        {placed.map(({ point }, index) => {
          const box = boxes[index]
          return (
            box && (
              <text
                key={point.id}
                x={box.x + 1}
                y={box.y + 11.5}
                data-text="letter"
                style={{ fill: inkOf(point.tone) }}
              >
                {point.label}
              </text>
            )
          )
        })}
      </>
    ),
    spots: placed.map(({ point, x: cx, y: cy }) => ({
      id: point.id,
      x: cx - 12,
      y: cy - 12,
      width: 24,
      height: 24,
      tip: tipOf(point, data.what),
      href: point.href,
    })),
  }
}

function tipOf({ label, name, promised, actual, came }: CalibrationPoint, what: string): TipText {
  const said = (estimate: Estimate): string => {
    const range = showRange(estimate, 'count')
    return show(estimate.value, 'count') + (range === '' ? '' : ` (${range})`)
  }
  return {
    title: `${label}. ${name}`,
    lines: [
      [`Promised, ${what}`, said(promised)],
      ['Actual', said(actual)],
    ],
    note: came,
  }
}
