import type { ReactNode } from 'react'

import styles from './Empty.module.css'

interface EmptyProps {
  /** That there is nothing. */
  fact: ReactNode
  /** Why, or how there will be something. */
  children?: ReactNode
  /** Buttons. */
  actions?: ReactNode
}

/** Where nothing stands: why, and what to do. */
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
