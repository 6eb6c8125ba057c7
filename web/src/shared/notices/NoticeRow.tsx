import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

import { ago } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { Icon } from '@/shared/ui'

import { iconOf, KINDS, nameOf, proofName, type Shown } from './kinds'
import styles from './NoticeRow.module.css'

interface NoticeRowProps {
  notice: Shown
  /** Whether to show all details, or only what and how much. */
  whole?: boolean
  /** The level of the heading. */
  level?: 2 | 3
  /** How it went, small: a line and what it is. */
  trend?: ReactNode
  /** Buttons beside the link to the evidence. */
  children?: ReactNode
}

/** A notice: what, how much, how certain, since when, and a link to the evidence. */
export function NoticeRow({ notice, whole = false, level = 3, trend, children }: NoticeRowProps) {
  const { kind, what, howMuch, howSure, asset, seen, state } = notice
  const { tone } = KINDS[kind]
  const Heading = `h${level}` as const
  const unseen = seen === null && state === 'OPEN'
  return (
    <article className={styles.row} data-resolved={state === 'RESOLVED' || undefined}>
      <span className={clsx(styles.icon, styles[tone])}>
        <Icon name={iconOf(notice)} />
        <span className="vh">{nameOf(notice)}</span>
      </span>
      <div className={styles.words}>
        <Heading className={styles.what}>
          <Link href={notice.link}>{what}</Link>
          {unseen && whole && (
            <span className={styles.new}>
              <span className="vh">, </span>new
            </span>
          )}
        </Heading>
        <p className="sub2">{howMuch}</p>
        {whole && <p className="sub2">{howSure}</p>}
        <p className={styles.when}>{whenOf(notice)}</p>
      </div>
      {trend && <div className={styles.trend}>{trend}</div>}
      {asset?.uri && <Thumb asset={asset} width={44} className={styles.thumb} />}
      <div className={styles.actions}>
        <Link href={notice.link} className={styles.go}>
          {proofName(notice)}
          <Icon name="right" />
        </Link>
        {children}
      </div>
    </article>
  )
}

function whenOf({ opened, resolved, seen }: Shown): string {
  const found = `Found ${ago(opened)}`
  if (resolved !== null) return `${found} · resolved ${ago(resolved)}`
  return seen === null ? found : `${found} · seen ${ago(seen)}`
}
