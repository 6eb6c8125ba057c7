import type { ReactNode } from 'react'

import { show } from '../kit/units'
import { type MatrixData, bounds } from './data'
import styles from './Matrix.module.css'

/** What the shades mean. */
export function MatrixKey({ data }: { readonly data: MatrixData }): ReactNode {
  const limits = bounds(data)
  return (
    <span className={styles.key}>
      {`< ${show(limits[0] ?? 0, data.unit)}`}
      <span>
        {[1, 2, 3, 4, 5, 6].map((level) => (
          <i key={level} style={{ background: `var(--q${level})` }} />
        ))}
      </span>
      {`> ${show(limits.at(-1) ?? 0, data.unit)}`}
    </span>
  )
}
