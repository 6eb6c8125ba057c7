import clsx from 'clsx'

import styles from './Skeleton.module.css'

interface SkeletonProps {
  /** The CSS width, 100% by default. */
  width?: string
  /** The CSS height, a line of text by default. */
  height?: string
  /** An aspect ratio instead of a height: 2/3, 16/9. */
  aspect?: string
}

/** A placeholder while loading. Add one `Loading` for screen readers beside several of them. */
export function Skeleton({ width, height, aspect }: SkeletonProps) {
  return (
    <span
      className={clsx(styles.skeleton, aspect ? styles.media : styles.line)}
      style={{ width, height, aspectRatio: aspect }}
      aria-hidden="true"
      data-skeleton=""
    />
  )
}

/** Placeholder lines, the last one shorter. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  return (
    <span className={styles.lines}>
      {Array.from({ length: lines }, (_, n) => (
        <Skeleton key={n} width={n === lines - 1 ? '62%' : '100%'} />
      ))}
    </span>
  )
}

/** A placeholder card with a picture. */
export function SkeletonCard({ aspect = '2/3' }: { aspect?: string }) {
  return (
    <span className={styles.lines}>
      <Skeleton aspect={aspect} />
      <Skeleton width="64%" />
      <Skeleton width="42%" height="24px" />
      <Skeleton />
      <Skeleton width="80%" />
    </span>
  )
}

/** Tells screen readers that something is loading. */
export function Loading({ what }: { what: string }) {
  return (
    <span className="vh" role="status">
      Loading {what}
    </span>
  )
}
