import { relative } from '@/shared/format'

import { type Estimate, isKnown } from '../kit/estimate'
import { pickTicks } from '../kit/ticks'
import { colourOf, type Tone } from '../kit/tone'
import { show, showDoubt } from '../kit/units'
import styles from './Effect.module.css'

/** Return the position of a figure on a scale, in per cent. */
function place(figure: number, [low, high]: readonly [number, number]): number {
  return Math.min(100, Math.max(0, (100 * (figure - low)) / (high - low)))
}

/** The approximate width of a scale in px, to choose its ticks. */
const ROOM = 120

/** Return the ticks of a scale of relative differences; nothing is 100% less. */
export function effectTicks(domain: readonly [number, number], room = ROOM): number[] {
  return pickTicks(domain, room, relative).filter((tick) => tick > -1)
}

interface EffectProps {
  effect: Estimate
  domain: readonly [number, number]
  ticks: readonly number[]
  tone: Tone
  /** Whether it differs from the same in other rows. */
  differs?: boolean
}

/** A relative difference with its interval, in a row of a table. */
export function Effect({ effect, domain, ticks, tone, differs = false }: EffectProps) {
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

/** The ticks of a column of effects, for its head or foot. */
export function EffectScale({ domain, ticks }: Pick<EffectProps, 'domain' | 'ticks'>) {
  return (
    <span className={styles.scale} aria-hidden="true">
      {ticks.map((tick) => (
        <i key={tick} style={{ left: `${place(tick, domain)}%` }}>
          {tick === 0 ? '0' : relative(tick)}
        </i>
      ))}
    </span>
  )
}
