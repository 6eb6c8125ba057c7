import type { ReactNode } from 'react'

import { count } from '@/shared/format'

import { Letter } from './Letter'
import styles from './Tray.module.css'

interface TrayProps {
  /** The letters of the picked assets. */
  letters: readonly string[]
  /** Buttons. */
  children: ReactNode
}

/** The picked assets at the bottom of the window, once there are two. */
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
