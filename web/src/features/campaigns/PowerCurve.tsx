import { scaleLinear } from '@visx/scale'
import { LinePath } from '@visx/shape'
import { type ReactNode, useId } from 'react'

import { AxisBottom, AxisLeft, axisWidth } from '@/shared/charts/kit/Axis'
import { type Drawing, Plot } from '@/shared/charts/kit/Plot'
import { textWidth } from '@/shared/charts/kit/text'
import { type Power, powerCurve } from './planWording'
import type { Campaign } from './requests'

const TOP = 18
const BOTTOM = 120

/** The smallest effect that would be seen, by share held out; nothing where it is unknown. */
export function PowerCurve({ campaign }: { campaign: Campaign }): ReactNode {
  const id = useId()
  const curve = powerCurve(campaign)
  if (curve === null) return null
  return <Plot sentence={curve.sentence} draw={({ width }) => drawPower(curve, width, id)} />
}

function drawPower({ points, now, most, label }: Power, width: number, id: string): Drawing {
  const domain: [number, number] = [0, most]
  const left = axisWidth(domain, 'change')
  const right = width - 16
  const x = scaleLinear<number>({ domain: [0, 0.5], range: [left, right] })
  const y = scaleLinear<number>({ domain, range: [BOTTOM, TOP] })
  const at = now && { x: x(now.holdout), y: y(now.minimumEffect) }
  const before = at !== null && at.x + 10 + textWidth(label) * 1.06 > width
  return {
    height: BOTTOM + 24,
    marks: (
      <>
        <clipPath id={id}>
          <rect x={left} y={TOP - 2} width={right - left} height={BOTTOM - TOP + 4} />
        </clipPath>
        <AxisLeft place={y} domain={domain} unit="change" from={left} to={right} />
        <AxisBottom
          place={x}
          domain={[0, 0.5]}
          unit="rate"
          top={BOTTOM}
          bottom={BOTTOM}
          edge={width}
        />
        <g clipPath={`url(#${id})`}>
          <LinePath
            data={[...points]}
            x={({ holdout }) => x(holdout)}
            y={({ minimumEffect }) => y(minimumEffect)}
            stroke="var(--mark)"
            strokeWidth={1.8}
          />
        </g>
        {at && (
          <>
            <line
              x1={at.x}
              x2={at.x}
              y1={at.y}
              y2={BOTTOM}
              stroke="var(--zero)"
              strokeDasharray="3 3"
            />
            <circle
              cx={at.x}
              cy={at.y}
              r={4.5}
              fill="var(--act)"
              stroke="var(--surface)"
              strokeWidth={1.5}
            />
            <text
              x={at.x + (before ? -8 : 8)}
              y={Math.max(TOP - 4, at.y - 9)}
              textAnchor={before ? 'end' : 'start'}
              data-text="strong"
            >
              {label}
            </text>
          </>
        )}
      </>
    ),
  }
}
