import { type Estimate, isKnown, leavesOut } from '@/shared/charts/kit/estimate'
import { colourOf, type Tone } from '@/shared/charts/kit/tone'
import { show, showDoubt } from '@/shared/charts/kit/units'

import styles from './ByAudience.module.css'

/** Return the position of a figure on a scale, in per cent. */
export function place(figure: number, [low, high]: readonly [number, number]): number {
  return Math.min(100, Math.max(0, (100 * (figure - low)) / (high - low)))
}

/** Return the tone of an effect: better is green, worse orange; clickbait is never green. */
export function effectTone(effect: Estimate, judged: Tone): Tone {
  if (!leavesOut(effect)) return 'plain'
  return (effect.value ?? 0) > 0 && judged !== 'mislead' ? 'win' : 'mislead'
}

interface EffectProps {
  effect: Estimate
  domain: readonly [number, number]
  ticks: readonly number[]
  tone: Tone
  differs: boolean
}

/** The difference of an asset from the average of all assets in an audience, with its interval. */
export function Effect({ effect, domain, ticks, tone, differs }: EffectProps) {
  if (!isKnown(effect)) return <span className="sub small">not enough data</span>
  const share = (figure: number) => place(figure, domain)
  const sure = tone !== 'plain'
  const [from, at, to] = [effect.low, effect.value, effect.high].map(share) as [
    number,
    number,
    number,
  ]
  return (
    <span className={styles.effect} data-sure={sure} data-differs={differs}>
      <svg width="100%" height="26" aria-hidden="true" overflow="visible">
        {ticks.map((tick) => (
          <line
            key={tick}
            x1={`${share(tick)}%`}
            x2={`${share(tick)}%`}
            y2="26"
            stroke={tick === 0 ? 'var(--zero)' : 'var(--grid)'}
            strokeWidth={tick === 0 ? 1.2 : 1}
          />
        ))}
        <g opacity={sure ? 1 : 0.45} fill={colourOf(tone)}>
          <rect
            x={`${from}%`}
            width={`${Math.max(1, to - from)}%`}
            y="8.5"
            height="9"
            rx="2"
            fillOpacity="0.35"
          />
          <svg x={`${at}%`} overflow="visible">
            <rect x="-2" y="5" width="4" height="16" rx="2" />
          </svg>
        </g>
      </svg>
      <span className={styles.figure}>
        <b>{show(effect.value, 'change')}</b> <small>{showDoubt(effect, 'change')}</small>
        {differs && <span className="vh">, differs from other audiences</span>}
      </span>
    </span>
  )
}
