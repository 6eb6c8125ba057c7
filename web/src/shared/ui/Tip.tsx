import { Tooltip } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

import styles from './Tip.module.css'

interface TipProps {
  /** The content of the tooltip; a bold first line is its heading. */
  tip: ReactNode
  /** The element with the tooltip, which must be focusable. */
  children: ReactElement
}

/** A tooltip on hover, focus and touch; the pointer may move into it, Escape closes it. */
export function Tip({ tip, children }: TipProps) {
  return (
    <Tooltip label={<div className={styles.tip}>{tip}</div>} interactive position="top-start">
      {children}
    </Tooltip>
  )
}
