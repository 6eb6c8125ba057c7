import { Loading, Skeleton, SkeletonLines } from '@/shared/ui'

import styles from './SkeletonPage.module.css'

/** A page that is loading. */
export function SkeletonPage() {
  return (
    <div className={styles.page}>
      <Loading what="page" />
      <Skeleton width="320px" height="36px" />
      <SkeletonLines lines={2} />
      <Skeleton height="280px" />
    </div>
  )
}
