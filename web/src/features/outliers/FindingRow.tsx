import clsx from 'clsx'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'

import { type Shown, Thumb } from '@/shared/media'
import { Badge, type BadgeKind, Icon } from '@/shared/ui'

import styles from './FindingRow.module.css'

interface FindingRowProps {
  name: string
  /** Its title, or its kind. */
  of: string
  badge: BadgeKind
  /** The finding in a sentence. */
  children: ReactNode
  /** How certain it is, and for how many people. */
  facts: string
  asset: Shown | undefined
  /** The address of its evidence. */
  href: string
  /** Whether a link points at it. */
  here?: boolean
}

/** A finding: its subject, the reason, how certain it is, and a link to the evidence. */
export function FindingRow(props: FindingRowProps) {
  const { name, of, badge, children, facts, asset, href, here = false } = props
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: 'center' })
  }, [here])
  return (
    <li
      ref={row}
      className={clsx(styles.row, here && styles.here)}
      aria-current={here || undefined}
    >
      <span className={styles.picture}>
        {asset && <Thumb asset={asset} width={56} ratio="2/3" />}
      </span>
      <div className={styles.words}>
        <h3>
          <Link href={href}>{name}</Link> <span className={styles.of}>{of}</span>
        </h3>
        <p>
          <Badge kind={badge} />
        </p>
        <p className={styles.why}>{children}</p>
        <p className={styles.facts}>{facts}</p>
      </div>
      <Link href={href} className={styles.go} aria-label={`See the evidence: ${name}, ${of}`}>
        See the evidence
        <Icon name="right" />
      </Link>
    </li>
  )
}
