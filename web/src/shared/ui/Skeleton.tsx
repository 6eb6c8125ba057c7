import clsx from 'clsx'

import styles from './Skeleton.module.css'

interface SkeletonProps {
  /** As CSS: 100% by default. */
  width?: string
  /** As CSS: a line of text by default. */
  height?: string
  /** The shape of a picture instead of a height: 2/3, 16/9. */
  aspect?: string
}

/** Where something will stand. Beside several, one `Loading` says so to who listens. */
export function Skeleton({ width, height, aspect }: SkeletonProps) {
  return (
    <span
      className={clsx(styles.skeleton, aspect ? styles.media : styles.line)}
      style={{ width, height, aspectRatio: aspect }}
      aria-hidden="true"
    />
  )
}

/** Several lines, the last one shorter. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  return (
    <span className={styles.lines}>
      {Array.from({ length: lines }, (_, n) => (
        <Skeleton key={n} width={n === lines - 1 ? '62%' : '100%'} />
      ))}
    </span>
  )
}

/** A card with its picture, as it will stand. */
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

/** Says to who listens that something is on its way. */
export function Loading({ what }: { what: string }) {
  return (
    <span className="vh" role="status">
      {what} is loading
    </span>
  )
}
