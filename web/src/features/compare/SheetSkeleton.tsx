import type { CSSProperties } from 'react'

import { SkeletonCard } from '@/shared/ui'

import styles from './Sheet.module.css'

/** The sheet while it is loading. */
export function SheetSkeleton({ assets }: { assets: number }) {
  return (
    <div className={styles.around}>
      <div className={styles.sheet} style={{ '--assets': assets } as CSSProperties}>
        <div className={styles.row} data-media>
          <div className={styles.label} />
          {Array.from({ length: assets }, (_, at) => (
            <SkeletonCard key={at} />
          ))}
        </div>
      </div>
    </div>
  )
}
