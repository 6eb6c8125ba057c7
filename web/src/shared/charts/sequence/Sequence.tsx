import { scaleLinear } from '@visx/scale'
import { Area, LinePath } from '@visx/shape'
import { type ReactNode, useId } from 'react'
import { AxisLeft, AxisTime, axisWidth, type Place } from '../kit/Axis'
import { Crosshair } from '../kit/Crosshair'
import { type Estimate, UNKNOWN } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import type { Box } from '../kit/labels'
import { type Drawing, Plot, type Sheet } from '../kit/Plot'
import { textWidth } from '../kit/text'
import { sayDay, timeTicks, wallTime } from '../kit/time'
import type { TipText } from '../kit/Tip'
import { colourOf } from '../kit/tone'
import { show, showRange } from '../kit/units'
import {
  type SequenceData,
  sequenceDomain,
  sequenceSentence,
  sequenceTable,
  sureSince,
} from './data'

/** A difference day by day, with the interval that is valid on all days together. */
export function Sequence({
  data,
  ...words
}: FrameWords & { readonly data: SequenceData }): ReactNode {
  const id = useId()
  return (
    <Frame {...words} table={sequenceTable(data)}>
      <Plot sentence={sequenceSentence(data)} draw={(sheet) => drawSequence(data, sheet, id)} />
    </Frame>
  )
}

function drawSequence(data: SequenceData, { width, hatch }: Sheet, id: string): Drawing {
  const { steps, unit, gate, tone, height = 250 } = data
  const domain = sequenceDomain(data)
  const left = axisWidth(domain, unit)
  const area: Box = { x: left, y: 18, width: width - left - 12, height: width < 480 ? 180 : height }
  const [right, bottom] = [area.x + area.width, area.y + area.height]
  const times = steps.map(({ day }) => wallTime(day))
  const [start, end] = [times[0] ?? 0, times.at(-1) ?? 1]
  const sx = scaleLinear<number>({ domain: [start, end], range: [area.x, right] })
  const sy = scaleLinear<number>({ domain, range: [bottom, area.y] })
  const x: Place = (at) => sx(at)
  const y: Place = (figure) => sy(figure)
  const colour = colourOf(tone)
  const band = (pick: (step: (typeof steps)[number]) => Estimate | undefined) => ({
    data: steps.map((step) => ({ x: x(wallTime(step.day)), ...(pick(step) ?? UNKNOWN) })),
    x: (point: { readonly x: number }) => point.x,
  })
  const always = band((step) => step.always)
  const single = band((step) => step.single)
  const gateEnd = gate ? Math.min(right, Math.max(area.x, x(wallTime(gate.until)))) : area.x
  const since = sureSince(data)
  return {
    height: bottom + 26,
    marks: (
      <>
        <clipPath id={id}>
          <rect {...area} />
        </clipPath>
        <AxisLeft place={y} domain={domain} unit={unit} zero={0} from={area.x} to={right} />
        <AxisTime ticks={timeTicks(start, end, area.width)} place={x} y={bottom} />
        <g clipPath={`url(#${id})`}>
          <Area
            {...always}
            y0={(d) => y(d.low ?? 0)}
            y1={(d) => y(d.high ?? 0)}
            defined={(d) => d.low !== null}
            fill={colour}
            fillOpacity={0.2}
          />
          {(['low', 'high'] as const).map((side) => (
            <LinePath
              key={side}
              {...single}
              y={(d) => y(d[side] ?? 0)}
              defined={(d) => d[side] !== null}
              stroke={colour}
              strokeOpacity={0.7}
              strokeDasharray="3 3"
            />
          ))}
          <LinePath
            {...always}
            y={(d) => y(d.value ?? 0)}
            defined={(d) => d.value !== null}
            stroke={colour}
            strokeWidth={2.2}
            strokeLinejoin="round"
          />
        </g>
        {gate && gateEnd > area.x && (
          <rect x={area.x} y={area.y} width={gateEnd - area.x} height={area.height} fill={hatch} />
        )}
        {gate && <Words x={gateEnd} y={bottom - 7} text={gate.label} right={right} kind="words" />}
        {since !== null && (
          <>
            <line
              x1={x(wallTime(since))}
              x2={x(wallTime(since))}
              y1={area.y - 8}
              y2={bottom}
              stroke="var(--ink)"
              strokeWidth={1.2}
            />
            <Words
              x={x(wallTime(since))}
              y={area.y + 2}
              text={`certain since ${sayDay(wallTime(since))}`}
              right={right}
              kind="strong"
            />
          </>
        )}
      </>
    ),
    over: (
      <Crosshair
        name={`${data.name}, day by day`}
        area={area}
        steps={times.map(x)}
        tip={(step) => tipOf(data, step)}
        dots={(step) => {
          const value = steps[step]?.always.value ?? null
          return value === null ? [] : [{ y: y(value), colour }]
        }}
      />
    ),
  }
}

interface WordsProps {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly right: number
  readonly kind: string
}

/** A label at the right of a vertical line, or at its left where there is no room. */
function Words({ x, y, text, right, kind }: WordsProps): ReactNode {
  const before = x + 7 + textWidth(text) > right && x > right / 2
  return (
    <text x={before ? x - 7 : x + 7} y={y} textAnchor={before ? 'end' : 'start'} data-text={kind}>
      {text}
    </text>
  )
}

function tipOf({ steps, unit, gate }: SequenceData, at: number): TipText {
  const step = steps[at]
  if (step === undefined) return { title: '' }
  const lines: [string, string][] = [
    ['Difference', show(step.always.value, unit)],
    ['However often you check', showRange(step.always, unit) || 'no interval yet'],
  ]
  if (step.single) lines.push(['If you check once', showRange(step.single, unit)])
  if (step.people !== undefined) lines.push(['People', show(step.people, 'count')])
  const early = gate && wallTime(step.day) < wallTime(gate.until)
  return {
    title: sayDay(wallTime(step.day)),
    lines,
    note: early ? 'Not enough data' : undefined,
  }
}
