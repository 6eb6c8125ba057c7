import type { ReactNode } from 'react'

import { type MatrixData, bounds, matrixValue } from './data'
import styles from './Matrix.module.css'

/** What the colours mean. */
export function MatrixKey({ data }: { readonly data: MatrixData }): ReactNode {
  if (data.unit === 'times') {
    return (
      <Key
        low="less than by chance"
        high="more"
        colours={[-3, -2, -1, 0, 1, 2, 3].map((level) => `var(--d${level})`)}
      />
    )
  }
  const limits = bounds(data)
  if (limits.length === 0) return null
  return (
    <Key
      low={`< ${matrixValue(limits[0] ?? 0, data.unit)}`}
      high={`> ${matrixValue(limits.at(-1) ?? 0, data.unit)}`}
      colours={[1, 2, 3, 4, 5, 6].map((level) => `var(--q${level})`)}
    />
  )
}

interface KeyProps {
  readonly low: string
  readonly high: string
  readonly colours: readonly string[]
}

function Key({ low, high, colours }: KeyProps): ReactNode {
  return (
    <span className={styles.key}>
      {low}
      <span>
        {colours.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
      </span>
      {high}
    </span>
  )
}
