import type { ReactNode } from 'react'

import styles from './LineUp.module.css'

const STROKES = {
  ring: 'M18 78C4 62 2 30 18 12 34-3 62 2 69 26c7 28-2 56-28 61C22 90 8 76 7 54',
  cross: 'M13 10C28 30 46 56 63 82M62 12C46 34 30 58 14 80',
} as const

/** The mark of a verdict: a ring around a winner, a cross over clickbait. */
export function Pencil({ kind }: { readonly kind: keyof typeof STROKES }): ReactNode {
  return (
    <svg
      className={styles.pencil}
      viewBox="0 0 76 90"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        d={STROKES[kind]}
        fill="none"
        stroke={kind === 'ring' ? 'var(--win)' : 'var(--mislead-line)'}
        strokeWidth={kind === 'ring' ? 2.6 : 3.2}
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
