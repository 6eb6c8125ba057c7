import { scaleLinear } from '@visx/scale'

import { axisWidth, type Place } from '../kit/Axis'
import type { Box } from '../kit/labels'
import { textWidth } from '../kit/text'
import { wallTime } from '../kit/time'
import { type BandData, type BandLine, bandDomain, completeSteps } from './data'

/** The layout of a chart over time, in px. */
export interface Layout {
  readonly height: number
  readonly area: Box
  readonly domain: readonly [number, number]
  /** Milliseconds of the steps. */
  readonly times: readonly number[]
  /** The positions of the steps. */
  readonly steps: readonly number[]
  readonly x: Place
  readonly y: Place
  /** How many steps are complete. */
  readonly complete: number
  readonly hourly: boolean
  /** Whether names are below the chart, and only letters at the lines. */
  readonly narrow: boolean
  readonly width: number
}

const NARROW = 520
const DAY = 86_400_000

/** Return the label at the end of a line. */
export function endLabel(line: BandLine, narrow: boolean): string {
  if (narrow) return line.letter ?? ''
  return line.letter ? `${line.letter} ${line.name}` : line.name
}

/** Lay a chart out on `width` px. */
export function layOut(data: BandData, width: number): Layout {
  const narrow = width < NARROW
  const domain = bandDomain(data)
  const times = data.times.map(wallTime)
  const alone = data.lines.length === 1
  const labels = alone
    ? 12
    : Math.max(...data.lines.map((line) => textWidth(endLabel(line, narrow)))) * 1.04 + 14
  const right = Math.min(labels, width * 0.26)
  const left = axisWidth(domain, data.unit)
  const rows = (data.moments?.length ?? 0) + (data.completeUntil ? 1 : 0)
  const top = rows > 0 ? 14 + 15 * Math.min(2, rows) : 10
  const area: Box = { x: left, y: top, width: width - left - right, height: narrow ? 190 : 244 }
  const scale = scaleLinear<number>({
    domain: [times[0] ?? 0, times.at(-1) ?? 1],
    range: [area.x, area.x + area.width],
  })
  const x: Place = (at) => scale(at)
  const y = scaleLinear<number>({ domain: [...domain], range: [area.y + area.height, area.y] })
  return {
    height: area.y + area.height + 26,
    area,
    domain,
    times,
    steps: times.length === 1 ? [area.x + area.width / 2] : times.map(x),
    x,
    y: (figure) => y(figure),
    complete: completeSteps(data),
    hourly: times.length > 1 && (times[1] ?? 0) - (times[0] ?? 0) < DAY,
    narrow,
    width,
  }
}
