import type { CSSProperties, ReactNode } from 'react'

import { Term } from '@/shared/glossary'

import { type Explained, Figure } from './Figure'
import styles from './Totals.module.css'

/** A key figure at the top of a page. */
export interface Total extends Explained {
  label: string
  value: ReactNode
  /** A comparison or a note. */
  note?: ReactNode
  suppressed?: string | null
}

/** The key figures at the top of a page, up to six in a row. */
export function Totals({ totals }: { totals: readonly Total[] }) {
  return (
    <dl
      className={styles.totals}
      data-few={totals.length <= 4 || undefined}
      style={{ '--totals': totals.length } as CSSProperties}
    >
      {totals.map(({ label, note, ...figure }) => (
        <div key={label} className={styles.kpi}>
          <dt>
            <Term word={figure.measure}>{label}</Term>
          </dt>
          <dd className={styles.v}>
            <Figure {...figure} size="text" />
          </dd>
          {note && <dd className={styles.d}>{note}</dd>}
        </div>
      ))}
    </dl>
  )
}
