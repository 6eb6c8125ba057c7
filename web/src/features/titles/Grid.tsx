import { memo } from 'react'
import { Link } from 'wouter'

import type { Origin } from '@/shared/figure'
import { Figure } from '@/shared/figure'
import { day, measure, words } from '@/shared/format'
import { Poster } from '@/shared/media'
import { usePortions } from '@/shared/ui'
import { places } from '@/shared/url'

import type { Entry } from './catalogue'
import styles from './Grid.module.css'

interface GridProps {
  entries: readonly Entry[]
  origin: Origin | null
}

const PORTION = 48

/** Titles as posters; more are added while scrolling. */
export function Grid({ entries, origin }: GridProps) {
  const { many, end } = usePortions(entries.length, PORTION)
  return (
    <>
      <ul className={styles.grid}>
        {entries.slice(0, many).map((entry) => (
          <Item key={entry.title.titleId} entry={entry} origin={origin} />
        ))}
      </ul>
      {many < entries.length && <div ref={end} className={styles.end} />}
    </>
  )
}

const Item = memo(function Item({ entry, origin }: { entry: Entry; origin: Origin | null }) {
  const { title, figures } = entry
  const picture = title.assets.edges[0]?.node
  return (
    <li className={styles.item}>
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
        <h2>{title.name}</h2>
      </Link>
      <p className={styles.facts}>
        {[
          title.contentType && words(title.contentType),
          title.launchedAt && day(title.launchedAt, 'UTC'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {figures ? (
        <dl className={styles.figures}>
          {(['reach', 'take_rate'] as const).map((name) => (
            <div key={name}>
              <dt>{measure(name).label}</dt>
              <dd>
                <Figure
                  size="text"
                  value={measure(name).value(figures[name])}
                  measure={name}
                  of={title.name}
                  suppressed={figures.reach === null ? 'too_few_people' : null}
                  origin={origin}
                />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className={styles.facts}>
          {title.assets.totalCount > 0 ? 'No figures yet' : 'No artwork'}
        </p>
      )}
    </li>
  )
})
