import type { ReactNode } from 'react'

import { type Span, stackRows } from '../kit/labels'
import { textWidth } from '../kit/text'
import { sayDay, sayMoment, wallTime } from '../kit/time'
import type { BandData } from './data'
import type { Layout } from './layout'

interface MomentLinesProps {
  readonly data: BandData
  readonly layout: Layout
}

interface Words {
  readonly x: number
  readonly label: string
  readonly solid: boolean
}

/** Vertical lines with labels: until when figures are complete, and events. */
export function MomentLines({ data, layout }: MomentLinesProps): ReactNode {
  const { area, complete, steps, times, narrow } = layout
  const words: Words[] = (data.moments ?? [])
    .map(({ at, label }) => ({ at: wallTime(at), label }))
    .filter(({ at }) => at >= (times[0] ?? 0) && at <= (times.at(-1) ?? 0))
    .map(({ at, label }) => ({
      x: layout.x(at),
      label: narrow ? label : `${sayDay(at)}: ${label}`,
      solid: false,
    }))
  const from = steps[complete - 1]
  if (data.completeUntil && complete < steps.length && from !== undefined) {
    const until = narrow
      ? sayDay(wallTime(data.completeUntil))
      : sayMoment(wallTime(data.completeUntil))
    words.unshift({ x: from, label: `complete until ${until}`, solid: true })
  }
  const spans = words.map((word) => spanOf(word, layout))
  const rows = stackRows(spans, 8)
  return (
    <g>
      {words.map(({ x, label, solid }, index) => {
        const top = area.y - 8 - 15 * (rows[index] ?? 0)
        return (
          <g key={label}>
            <line
              x1={x}
              x2={x}
              y1={top - 8}
              y2={area.y + area.height}
              stroke="var(--ink-3)"
              strokeDasharray={solid ? undefined : '1.5 3'}
            />
            <text {...anchor(x, spans[index])} y={top} data-text="words">
              {label}
            </text>
          </g>
        )
      })}
    </g>
  )
}

function anchor(x: number, span: Span | undefined): { x: number; textAnchor: 'start' | 'end' } {
  const before = span !== undefined && span.from < x
  return { x: before ? x - 5 : x + 5, textAnchor: before ? 'end' : 'start' }
}

/** Return the span of a label: at the right of its line, or at its left where there is no room. */
function spanOf({ x, label }: Words, { width, narrow }: Layout): Span {
  const wide = textWidth(label) * (narrow ? 0.95 : 1) + 8
  const from = x + wide <= width || x < wide ? x : x - wide
  return { from, to: from + wide }
}
