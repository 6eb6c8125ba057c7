import { Tooltip } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

import styles from './Tip.module.css'

interface TipProps {
  /** What is said; a bold first line is its heading. */
  tip: ReactNode
  /** What it is said of; it takes the focus, so that the keyboard gets there. */
  children: ReactElement
}

/** More about something, on hover, focus and touch; one may walk into it, Escape closes it. */
export function Tip({ tip, children }: TipProps) {
  return (
    <Tooltip label={<div className={styles.tip}>{tip}</div>} interactive position="top-start">
      {children}
    </Tooltip>
  )
}
