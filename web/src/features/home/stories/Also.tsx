import { Link } from 'wouter'

import styles from './Stories.module.css'

/** Another finding of the same kind. */
export interface Further {
  readonly key: string
  /** Its subject, in a word or two. */
  readonly name: string
  /** The finding for screen readers, including the name. */
  readonly label: string
  /** The address of its evidence. */
  readonly href: string
}

const MOST_FURTHER = 4

interface AlsoProps {
  /** The words before the names: Also for. */
  lead: string
  further: readonly Further[]
}

/** Other findings of the same kind, each linked to its evidence. */
export function Also({ lead, further }: AlsoProps) {
  if (further.length === 0) return null
  return (
    <p className={styles.also}>
      {lead}{' '}
      {further.slice(0, MOST_FURTHER).map(({ key, name, label, href }) => (
        <Link key={key} href={href} aria-label={label}>
          {name}
        </Link>
      ))}
    </p>
  )
}
