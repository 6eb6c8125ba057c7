import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { mannerOf, Pencil, Poster, type Shown, Thumb } from '@/shared/media'
import { Icon, type IconName, Loading, Skeleton } from '@/shared/ui'
import styles from './Stories.module.css'

interface StoryCardProps {
  /** The finding in a few words. */
  title: string
  /** The same in a sentence with figures. */
  children: ReactNode
  /** The address of the evidence. */
  href: string
  asset: Shown | undefined
  pencil?: 'ring' | 'cross'
  /** The evidence. */
  chart: ReactNode
  /** Other findings of the same kind. */
  also?: ReactNode
}

/** A finding with its picture, a chart, and a link to the full evidence. */
export function StoryCard(props: StoryCardProps) {
  const { title, children, href, asset, pencil, chart, also } = props
  return (
    <article className={styles.story}>
      <div className={styles.head}>
        <div className={styles.picture}>
          {asset ? <Picture asset={asset} /> : <Skeleton aspect="2/3" />}
          {asset && pencil && <Pencil kind={pencil} />}
        </div>
        <div>
          <h2>
            <Link href={href} className={styles.cover}>
              {title}
            </Link>
          </h2>
          <p>{children}</p>
        </div>
      </div>
      <div className={styles.chart}>{chart}</div>
      {also}
      <span className={styles.go} aria-hidden="true">
        See the evidence
        <Icon name="right" />
      </span>
    </article>
  )
}

const WIDE = 104

/** A poster, a still of a clip, or a placeholder for text. */
function Picture({ asset }: { asset: Shown }) {
  if (mannerOf(asset) === 'words') return <Thumb asset={asset} width={WIDE} ratio="2/3" />
  return <Poster asset={asset} ratio="2/3" sizes={`${WIDE}px`} eager />
}

/** A card that is loading. */
export function WaitingCard({ what }: { what: string }) {
  return (
    <div className={styles.story}>
      <Loading what={what} />
      <div className={styles.head}>
        <Skeleton aspect="2/3" />
        <div className={styles.lines}>
          <Skeleton width="80%" height="24px" />
          <Skeleton />
          <Skeleton width="60%" />
        </div>
      </div>
      <Skeleton height="112px" />
    </div>
  )
}

interface NothingCardProps {
  title: string
  icon?: IconName
  /** Why it is empty. */
  children: ReactNode
}

/** A card without a finding. */
export function NothingCard({ title, icon = 'check', children }: NothingCardProps) {
  return (
    <article className={styles.story} data-nothing>
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{children}</p>
    </article>
  )
}

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
