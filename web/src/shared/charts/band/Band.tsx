import { Area, LinePath } from '@visx/shape'
import { type ReactNode, useState } from 'react'

import { AxisLeft, AxisTime } from '../kit/Axis'
import { Crosshair } from '../kit/Crosshair'
import type { Estimate } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import { Plot, type Sheet, type Drawing } from '../kit/Plot'
import { sayMoment, timeTicks } from '../kit/time'
import { colourOf } from '../kit/tone'
import { show, showRange } from '../kit/units'
import type { TipText } from '../kit/Tip'
import { BANDS, type BandData, type BandLine, bandSentence, bandTable, splitLines } from './data'
import { LineKey, LineLabels } from './LineLabels'
import { type Layout, layOut } from './layout'
import { MomentLines } from './MomentLines'

/**
 * Figures over time: up to three coloured lines, the others grey, all labelled. One or two coloured
 * lines have their intervals; any other has them while it is pointed at.
 */
export function Band({ data, ...words }: FrameWords & { readonly data: BandData }): ReactNode {
  const [near, setNear] = useState<string | null>(null)
  return (
    <Frame {...words} table={bandTable(data)}>
      <Plot
        sentence={bandSentence(data)}
        draw={(sheet) => drawBand(data, sheet, { near, setNear })}
      />
      <LineKey data={data} />
    </Frame>
  )
}

interface Pointed {
  /** The line that is pointed at. */
  readonly near: string | null
  readonly setNear: (line: string | null) => void
}

function drawBand(data: BandData, { width, hatch }: Sheet, { near, setNear }: Pointed): Drawing {
  const layout = layOut(data, width)
  const { area, domain, y, steps, complete } = layout
  const bottom = area.y + area.height
  const { grey, coloured } = splitLines(data.lines)
  const [start, end] = [layout.times[0] ?? 0, layout.times.at(-1) ?? 0]
  const from = steps[complete - 1] ?? area.x
  const banded =
    near === null && coloured.length <= BANDS
      ? coloured
      : data.lines.filter(({ id }) => id === near)
  return {
    height: layout.height,
    marks: (
      <>
        <AxisLeft
          place={y}
          domain={domain}
          unit={data.unit}
          zero={domain[0]}
          from={area.x}
          to={area.x + area.width}
        />
        {complete < steps.length && (
          <rect
            x={from}
            y={area.y}
            width={area.x + area.width - from}
            height={area.height}
            fill={hatch}
          />
        )}
        <AxisTime ticks={timeTicks(start, end, area.width)} place={layout.x} y={bottom} />
        {banded.map((line) => (
          <Interval key={line.id} line={line} layout={layout} coloured={coloured.includes(line)} />
        ))}
        {grey.map((line) => (
          <Course key={line.id} line={line} layout={layout} />
        ))}
        {coloured.map((line) => (
          <Course key={line.id} line={line} layout={layout} coloured />
        ))}
        <MomentLines data={data} layout={layout} />
        <LineLabels data={data} layout={layout} onPoint={setNear} />
      </>
    ),
    over: (
      <Crosshair
        name={`${data.name}, step by step`}
        area={area}
        steps={steps}
        onMove={(step, height) =>
          setNear(step === null ? null : nearestLine(data, layout, step, height))
        }
        tip={(step) => tipOf(data, layout, step)}
        dots={(step) =>
          coloured.flatMap((line) => {
            const value = line.values[step]?.value ?? null
            return value === null ? [] : [{ y: y(value), colour: colourOf(line.tone) }]
          })
        }
      />
    ),
  }
}

/** How far from a line, in px, it is still pointed at. */
const NEAR = 28

function nearestLine(
  { lines }: BandData,
  { y }: Layout,
  step: number,
  height: number | null,
): string | null {
  if (height === null) return null
  const away = (line: BandLine): number => {
    const value = line.values[step]?.value ?? null
    return value === null ? Infinity : Math.abs(y(value) - height)
  }
  const [first] = [...lines].sort((a, b) => away(a) - away(b))
  return first !== undefined && away(first) <= NEAR ? first.id : null
}

interface CourseProps {
  readonly line: BandLine
  readonly layout: Layout
  readonly coloured?: boolean
}

/** The interval of a line. */
function Interval({ line, layout, coloured = false }: CourseProps): ReactNode {
  const { steps, y, area } = layout
  const within = (figure: number): number =>
    Math.min(area.y + area.height, Math.max(area.y, y(figure)))
  return (
    <Area
      data={line.values.map((estimate, index) => ({ ...estimate, x: steps[index] ?? 0 }))}
      x={(point) => point.x}
      y0={(point) => within(point.low ?? 0)}
      y1={(point) => within(point.high ?? 0)}
      defined={(point) => point.low !== null && point.high !== null}
      fill={coloured ? colourOf(line.tone) : 'var(--ink-3)'}
      fillOpacity={0.16}
    />
  )
}

function Course({ line, layout, coloured = false }: CourseProps): ReactNode {
  const { steps, y, complete } = layout
  const points = line.values.map((estimate, index) => ({ ...estimate, x: steps[index] ?? 0 }))
  const x = (point: { readonly x: number }): number => point.x
  const height = (point: Estimate): number => y(point.value ?? 0)
  const known = (point: Estimate): boolean => point.value !== null
  const style = {
    x,
    y: height,
    defined: known,
    stroke: coloured ? colourOf(line.tone) : 'var(--ink-3)',
    strokeWidth: coloured ? 2.2 : 1.1,
    strokeLinejoin: 'round' as const,
    ...(coloured ? {} : { strokeOpacity: 0.75 }),
  }
  return (
    <g>
      <LinePath data={points.slice(0, complete)} {...style} />
      <LinePath data={points.slice(Math.max(0, complete - 1))} {...style} strokeDasharray="3 3" />
    </g>
  )
}

function tipOf(data: BandData, layout: Layout, step: number): TipText {
  const lines = [...data.lines]
    .sort((a, b) => (b.values[step]?.value ?? -Infinity) - (a.values[step]?.value ?? -Infinity))
    .slice(0, 10)
    .map((line): [string, string] => {
      const estimate = line.values[step] ?? { value: null, low: null, high: null }
      const range = showRange(estimate, data.unit)
      const name = line.letter ? `${line.letter} ${line.name}` : line.name
      return [name, `${show(estimate.value, data.unit)}${range && ` (${range})`}`]
    })
  const note = step >= layout.complete ? 'Still collecting plays' : undefined
  return { title: sayMoment(layout.times[step] ?? 0, layout.hourly), lines, note }
}
