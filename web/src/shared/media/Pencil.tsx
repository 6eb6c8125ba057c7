import styles from './Pencil.module.css'

const STROKES = {
  ring: 'M22 146C-4 120-6 40 16 12 34-8 82-4 96 34c10 40 6 92-18 108-22 12-56 10-70-22-6-20-6-40-3-58',
  cross: 'M12 11C34 46 62 96 88 140M89 14C66 49 34 101 13 137',
} as const

/** The mark of a verdict: a ring around a winner, a cross over clickbait. */
export function Pencil({ kind }: { kind: keyof typeof STROKES }) {
  return (
    <svg
      className={styles.pencil}
      data-kind={kind}
      viewBox="0 0 100 150"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={STROKES[kind]} pathLength={1} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
