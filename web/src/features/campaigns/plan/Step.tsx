import type { ReactNode } from 'react'

import styles from './PlannerPage.module.css'

/** The heading of a step, with its number. */
export function Step({ at, children }: { at: number; children: ReactNode }) {
  return (
    <>
      <span className={styles.number}>{at}</span> {children}
    </>
  )
}
