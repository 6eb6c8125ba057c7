import type { CSSProperties, ReactNode } from 'react'

import type { Estimate } from '@/shared/charts/kit/estimate'
import { measure, range } from '@/shared/format'

import type { Answer } from './answer'
import styles from './MeasureCell.module.css'

/** Return the end of a column's scale, which starts at zero: the largest figure or bound. */
export function scaleOf(answer: Answer, name: string): number {
  return answer.rows.reduce((most, row) => {
    const { value, high } = answer.estimate(row, name)
    return Math.max(most, high ?? value ?? 0)
  }, 0)
}

interface MeasureCellProps {
  name: string
  estimate: Estimate
  scale: number
}

/** A figure with its interval, drawn on the scale of the column. */
export function MeasureCell({ name, estimate, scale }: MeasureCellProps) {
  const { value, low, high } = estimate
  const { value: write, figure } = measure(name)
  const at = (one: number | null) => `${scale > 0 ? (100 * Math.max(0, one ?? 0)) / scale : 0}%`
  const style = { '--v': at(value), '--low': at(low), '--high': at(high) } as CSSProperties
  const between = low !== null && high !== null
  return (
    <span className={styles.cell} data-interval={between || undefined}>
      {value !== null && value >= 0 && (
        <span className={styles.track} style={style} aria-hidden="true">
          {between ? <i className={styles.interval} /> : <i className={styles.bar} />}
          {between && <i className={styles.tick} />}
        </span>
      )}
      {between && <span className={styles.range}>{range(low, high, figure)}</span>}
      <span className={styles.value}>{write(value)}</span>
    </span>
  )
}

interface TotalCellProps {
  name: string
  low: number | null
  high: number | null
  children: ReactNode
}

/** The total of a column. */
export function TotalCell({ name, low, high, children }: TotalCellProps) {
  const between = low !== null && high !== null
  return (
    <span className={styles.cell} data-interval={between || undefined}>
      {between && <span className={styles.range}>{range(low, high, measure(name).figure)}</span>}
      <span className={styles.value}>{children}</span>
    </span>
  )
}
