import { useDebouncedValue } from '@mantine/hooks'
import { memo } from 'react'
import { Link } from 'wouter'

import type { Origin } from '@/shared/figure'
import { Figure } from '@/shared/figure'
import { count as counted, day, measure, words } from '@/shared/format'
import { Poster } from '@/shared/media'
import { ErrorMessage, Skeleton, useGridWindow } from '@/shared/ui'
import { places } from '@/shared/url'

import { type Entry, useEntries, type Wanted } from './catalogue'
import styles from './Grid.module.css'

interface GridProps {
  wanted: Wanted
  /** How many titles the list has. */
  count: number
}

/** Milliseconds that the page rests at a place before its titles are asked for. */
const REST = 60

/** Titles as posters. Only those in view are loaded and rendered. */
export function Grid({ wanted, count }: GridProps) {
  const { grid, shown, room } = useGridWindow(count)
  const [{ first, end }] = useDebouncedValue(shown, REST)
  const { entryAt, origin, error } = useEntries(wanted, first, end)
  if (error) return <ErrorMessage error={error} />
  return (
    <>
      <ul
        ref={grid}
        className={styles.grid}
        style={{ paddingTop: shown.above, paddingBottom: shown.below }}
      >
        {Array.from({ length: shown.end - shown.first }, (_, n) => shown.first + n).map((place) => (
          <Item key={place} {...entryAt(place)} place={place} count={count} origin={origin} />
        ))}
      </ul>
      {room < count && (
        <p className={styles.beyond}>
          These are the first {counted(room, 'title')}. Search, or choose another order or type, to
          see the others.
        </p>
      )}
    </>
  )
}

interface ItemProps extends Entry {
  place: number
  count: number
  origin: Origin | null
}

const Item = memo(function Item({ title, figures, place, count, origin }: ItemProps) {
  return (
    <li className={styles.item} aria-posinset={place + 1} aria-setsize={count}>
      {title ? (
        <>
          <Name title={title} />
          <p className={styles.facts}>
            {[
              title.contentType && words(title.contentType),
              title.launchedAt && day(title.launchedAt, 'UTC'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Figures title={title} figures={figures} origin={origin} />
        </>
      ) : (
        <>
          <Skeleton aspect="2/3" />
          <span className={styles.pending}>
            <Skeleton width="64%" />
            <Skeleton width="42%" />
          </span>
        </>
      )}
    </li>
  )
})

type Title = NonNullable<Entry['title']>

function Name({ title }: { title: Title }) {
  const picture = title.assets.edges[0]?.node
  return (
    <Link href={places.title(title.titleId)} className={styles.link}>
      {picture ? (
        <Poster
          asset={picture}
          ratio="2/3"
          sizes="(max-width: 720px) 46vw, 190px"
          className={styles.poster}
        />
      ) : (
        <span className={styles.blank} aria-hidden="true">
          {title.name.slice(0, 1)}
        </span>
      )}
      <h2 title={title.name}>{title.name}</h2>
    </Link>
  )
}

interface FiguresProps {
  title: Title
  figures: Entry['figures']
  origin: Origin | null
}

function Figures({ title, figures, origin }: FiguresProps) {
  if (figures === undefined) {
    return (
      <span className={styles.pending}>
        <Skeleton width="52%" />
      </span>
    )
  }
  if (figures === null) {
    const { totalCount } = title.assets
    return <p className={styles.facts}>{totalCount > 0 ? 'No figures yet' : 'No artwork'}</p>
  }
  const values = { reach: figures.reach, take_rate: figures.takeRate }
  return (
    <dl className={styles.figures}>
      {(['reach', 'take_rate'] as const).map((name) => (
        <div key={name}>
          <dt>{measure(name).label}</dt>
          <dd>
            <Figure
              size="text"
              value={measure(name).value(values[name])}
              measure={name}
              of={title.name}
              suppressed={figures.suppressed}
              origin={origin}
            />
          </dd>
        </div>
      ))}
    </dl>
  )
}
