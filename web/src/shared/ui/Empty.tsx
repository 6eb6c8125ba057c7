import type { ReactNode } from 'react'

import styles from './Empty.module.css'

interface EmptyProps {
  /** What is missing. */
  fact: ReactNode
  /** Why, or what to do. */
  children?: ReactNode
  /** Buttons. */
  actions?: ReactNode
}

/** An empty state: why, and what to do. */
export function Empty({ fact, children, actions }: EmptyProps) {
  return (
    <div className={styles.empty}>
      <span className={styles.frames} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <div className={styles.fact}>{fact}</div>
      {children && <p className="sub2">{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
