import { Link } from 'wouter'

import styles from './Stories.module.css'

/** A further finding of a kind. */
export interface Further {
  readonly key: string
  /** What it is about, in a word or two. */
  readonly name: string
  /** The finding itself, for who listens; it has the name in it. */
  readonly label: string
  /** Where its proof is. */
  readonly href: string
}

const MOST_FURTHER = 4

interface AlsoProps {
  /** What the names follow: Also for. */
  lead: string
  further: readonly Further[]
}

/** Further findings of a kind, each a click away from its proof. */
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
