import { scaleLinear } from '@visx/scale'
import { Area, LinePath } from '@visx/shape'
import type { ReactNode } from 'react'

import { percent } from '@/shared/format'

import { type Drawing, Plot } from '../kit/Plot'
import { textWidth } from '../kit/text'

export interface HoldCurveData {
  /** The length of the clip in seconds. */
  readonly length: number
  /** The share of people who still watch, by second from 0. */
  readonly shares: readonly { readonly second: number; readonly share: number }[]
  /** The second of the hook rate; 3 by default. */
  readonly hook?: number
  /** The playback position in seconds; null while it is not playing. */
  readonly playhead?: number | null
}

const TOP = 6
const BOTTOM = 70

/** The share of people who still watch a clip, second by second. */
export function HoldCurve(data: HoldCurveData): ReactNode {
  return <Plot sentence={holdSentence(data)} draw={({ width }) => drawCurve(data, width)} />
}

function drawCurve(
  { length, shares, hook = 3, playhead = null }: HoldCurveData,
  width: number,
): Drawing {
  const x = scaleLinear<number>({ domain: [0, length], range: [0, width], clamp: true })
  const y = scaleLinear<number>({ domain: [0, 1], range: [BOTTOM, TOP] })
  const data = shares.filter(({ second }) => second <= length)
  const place = { data, x: ({ second }: Share) => x(second), y: ({ share }: Share) => y(share) }
  const hooked = shareAt(shares, hook)
  const label = hooked === null ? '' : `${percent(hooked, 0)} hooked at ${hook} s`
  const before = x(hook) + 8 + textWidth(label) * 1.06 > width
  const seconds = [0, hook, length].filter((second, index, all) => {
    return index === 0 || x(second) - x(all[index - 1] ?? 0) > 30
  })
  return {
    height: 86,
    marks: (
      <>
        <Area {...place} x={place.x} y0={BOTTOM} y1={place.y} fill="var(--mark-band)" />
        <LinePath {...place} stroke="var(--mark)" strokeWidth={1.6} strokeLinejoin="round" />
        <line x2={width} y1={BOTTOM} y2={BOTTOM} data-line="zero" />
        {hooked !== null && (
          <>
            <line
              x1={x(hook)}
              x2={x(hook)}
              y1={y(hooked)}
              y2={BOTTOM}
              stroke="var(--zero)"
              strokeDasharray="3 3"
            />
            <circle
              cx={x(hook)}
              cy={y(hooked)}
              r={3.5}
              fill="var(--mark)"
              stroke="var(--surface)"
              strokeWidth={1.5}
            />
            <text
              x={x(hook) + (before ? -8 : 8)}
              y={Math.max(12, y(hooked) - 8)}
              textAnchor={before ? 'end' : 'start'}
              data-text="strong"
            >
              {label}
            </text>
          </>
        )}
        {seconds.map((second) => (
          <text
            key={second}
            x={x(second)}
            y={84}
            textAnchor={second === 0 ? 'start' : second === length ? 'end' : 'middle'}
          >
            {second} s
          </text>
        ))}
        {playhead !== null && (
          <line
            x1={x(playhead)}
            x2={x(playhead)}
            y1={0}
            y2={BOTTOM}
            stroke="var(--act)"
            strokeWidth={2}
          />
        )}
      </>
    ),
  }
}

type Share = HoldCurveData['shares'][number]

/** Return the share at a second, interpolated; null beyond the known seconds. */
function shareAt(shares: readonly Share[], second: number): number | null {
  const next = shares.findIndex((share) => share.second >= second)
  const after = shares[next]
  if (after === undefined) return null
  const before = shares[next - 1]
  if (after.second === second || before === undefined) return after.share
  const part = (second - before.second) / (after.second - before.second)
  return before.share + part * (after.share - before.share)
}

/** Describe how many are hooked, and how many are held to the end. */
function holdSentence({ length, shares, hook = 3 }: HoldCurveData): string {
  const [hooked, held] = [
    shareAt(shares, hook),
    shareAt(shares, length) ?? shares.at(-1)?.share ?? null,
  ]
  if (hooked === null || held === null) return 'Still watching by second: no data'
  return `Still watching by second: ${percent(hooked, 0)} at ${hook} s, ${percent(held, 0)} at ${length} s`
}
