import { Link } from 'wouter'
import { Sparkline } from '@/shared/charts/sparkline/Sparkline'
import { Figure, type Origin } from '@/shared/figure'
import { day, listed, number, percent, range, words } from '@/shared/format'
import { Poster } from '@/shared/media'
import { Badge, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'
import type { TitleBadge } from './badges'
import { dayNumber, type Got, type Launched } from './launches'
import styles from './Launches.module.css'

interface LaunchCardProps {
  title: Launched
  /** Its figures; null: nobody saw it, undefined: loading. */
  got: Got | null | undefined
  meta: Origin | null
  badges: readonly TitleBadge[]
}

/** A title with its poster, its take rate and the trend since launch. */
export function LaunchCard({ title, got, meta, badges }: LaunchCardProps) {
  const [poster] = title.assets.edges.map(({ node }) => node)
  const href = places.title(title.titleId)
  return (
    <article className={styles.launch}>
      <Link href={href} className={styles.poster} tabIndex={-1} aria-hidden="true">
        {poster ? (
          <Poster asset={poster} ratio="2/3" sizes="(max-width: 720px) 45vw, 210px" />
        ) : (
          <span className={styles.none}>No artwork</span>
        )}
      </Link>
      <h3>
        <Link href={href}>{title.name}</Link>
      </h3>
      <p className={styles.facts}>{factsOf(title, meta?.asOf ?? null)}</p>
      {got === undefined ? (
        <Skeleton height="60px" />
      ) : (
        <GotSoFar title={title} got={got} meta={meta} />
      )}
      {badges.map(({ kind, words }) => (
        <p key={words} className={styles.badge}>
          <Badge kind={kind}>{words}</Badge>
        </p>
      ))}
    </article>
  )
}

function factsOf({ contentType, genres, launchedAt }: Launched, asOf: string | null): string {
  const kind = listed([words(contentType ?? 'title'), ...genres.slice(0, 1)], ',').replace(
    ' ,',
    ',',
  )
  if (launchedAt === null) return kind
  const age = asOf === null ? '' : `, day ${dayNumber(launchedAt, asOf)}`
  return `${kind} · ${day(launchedAt)}${age}`
}

interface GotProps {
  title: Launched
  got: Got | null
  meta: Origin | null
}

function GotSoFar({ title, got, meta }: GotProps) {
  if (got === null) return <p className={styles.facts}>Not shown to anyone yet.</p>
  return (
    <>
      <Figure
        measure="take_rate"
        of={title.name}
        value={percent(got.rate)}
        range={range(got.low, got.high)}
        interval={`95% interval ${range(got.low, got.high)}`}
        suppressed={got.suppressed}
        origin={meta}
      />
      {got.days.length > 1 && (
        <Sparkline
          name={`Take rate of ${title.name} by day`}
          unit="rate"
          values={got.days}
          complete={got.complete}
        />
      )}
      {got.reach !== null && <p className={styles.reach}>{number(got.reach)} reached</p>}
    </>
  )
}
