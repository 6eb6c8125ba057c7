import { relative } from '@/shared/format'

import styles from './Stories.module.css'

interface Placed {
  readonly asset: string
  readonly name: string
  readonly winning: { readonly value: number } | null
  readonly keeping: { readonly value: number } | null
}

interface PromisePlotProps {
  /** The asset that is clickbait. */
  asset: string
  /** All assets of its title and type. */
  standings: readonly Placed[]
}

const HIGH = 112
const PAD = 12

/** Plays won (x) against viewers kept (y), small. */
export function PromisePlot({ asset, standings }: PromisePlotProps) {
  const placed = standings.flatMap(({ winning, keeping, ...one }) =>
    winning && keeping ? [{ ...one, x: winning.value, y: keeping.value }] : [],
  )
  const x = scale(placed.map((one) => one.x))
  const y = scale(placed.map((one) => one.y))
  const here = placed.find((one) => one.asset === asset)
  if (!here) return null
  const top = (value: number): string => `${PAD + (1 - y(value)) * (HIGH - 2 * PAD - 14)}`
  const left = (value: number): string => `${8 + 84 * x(value)}%`
  const said = `${here.name}: plays won ${relative(here.x)}, viewers kept ${relative(here.y)}, compared with the title’s other assets`
  return (
    <svg className={styles.plot} width="100%" height={HIGH} role="img" aria-label={said}>
      <rect
        x={left(0)}
        y={top(0)}
        width={`${92 - 8 - 84 * x(0) + 8}%`}
        height={HIGH - 14 - Number(top(0))}
        fill="var(--mislead-wash)"
      />
      <line x1={left(0)} x2={left(0)} y1={2} y2={HIGH - 16} className={styles.zero} />
      <line x1="0" x2="100%" y1={top(0)} y2={top(0)} className={styles.zero} />
      {placed.map((one) => (
        <circle
          key={one.asset}
          cx={left(one.x)}
          cy={top(one.y)}
          r={one.asset === asset ? 5.5 : 4}
          fill={one.asset === asset ? 'var(--mislead)' : 'var(--mark)'}
          fillOpacity={one.asset === asset ? 1 : 0.55}
        />
      ))}
      <text x={left(here.x)} dx={-10} y={top(here.y)} dy={4} textAnchor="end" data-here>
        {here.name}
      </text>
      <text x="0" y={12}>
        kept ↑
      </text>
      <text x="0" y={HIGH - 2}>
        few plays
      </text>
      <text x="100%" y={HIGH - 2} textAnchor="end">
        many plays →
      </text>
    </svg>
  )
}

/** Return a scale from 0 to 1 that holds the values and zero. */
function scale(values: readonly number[]): (value: number) => number {
  const low = Math.min(-0.1, ...values)
  const high = Math.max(0.1, ...values)
  return (value) => (value - low) / (high - low)
}
