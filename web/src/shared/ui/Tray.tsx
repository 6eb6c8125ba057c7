import type { ReactNode } from 'react'

import { count } from '@/shared/format'

import { Letter } from './Letter'
import styles from './Tray.module.css'

interface TrayProps {
  /** The letters of what is picked. */
  letters: readonly string[]
  /** What to do with them: buttons. */
  children: ReactNode
}

/** What is picked, at the foot of the window; there from the second pick on. */
export function Tray({ letters, children }: TrayProps) {
  if (letters.length < 2) return null
  return (
    <aside className={styles.tray} aria-label="Picked">
      <span className={styles.letters}>
        {letters.map((letter) => (
          <Letter key={letter}>{letter}</Letter>
        ))}
      </span>
      <span className={styles.opt}>{count(letters.length, 'asset')} picked</span>
      {children}
    </aside>
  )
}
