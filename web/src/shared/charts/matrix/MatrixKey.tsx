import type { ReactNode } from 'react'

import { type MatrixData, bounds, isMissing, matrixValue } from './data'
import styles from './Matrix.module.css'

/** The legend of a matrix, and why cells are empty. */
export function MatrixKey({ data }: { readonly data: MatrixData }): ReactNode {
  return (
    <>
      <Colours data={data} />
      {isMissing(data) && (
        <span className={styles.key}>
          <i className={styles.missing} />
          {data.missing}
        </span>
      )}
    </>
  )
}

function Colours({ data }: { readonly data: MatrixData }): ReactNode {
  const limits = bounds(data)
  const [low, high] = [limits[0], limits.at(-1)]
  if (low === undefined || high === undefined) return null
  if (data.unit === 'times') {
    return (
      <Key
        low="less than chance"
        high="more"
        colours={[-3, -2, -1, 0, 1, 2, 3].map((level) => `var(--d${level})`)}
      />
    )
  }
  return (
    <Key
      low={`< ${matrixValue(low, data.unit)}`}
      high={`> ${matrixValue(high, data.unit)}`}
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
