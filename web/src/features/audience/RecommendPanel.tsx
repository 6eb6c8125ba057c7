import { useState } from 'react'
import { Link } from 'wouter'

import { count, percent } from '@/shared/format'
import { Poster, useTitleAssets } from '@/shared/media'
import { Button, Empty, ErrorMessage, Loading, Section, SkeletonCard } from '@/shared/ui'
import { places } from '@/shared/url'

import { type Audience, type Recommended, useRecommended } from './asking'
import styles from './RecommendPanel.module.css'

const SHOWN_FIRST = 6

/** The titles to recommend to an audience, and why. */
export function RecommendPanel({ audience }: { audience: Audience }) {
  const { data, error, refetch } = useRecommended(audience.name)
  const [all, setAll] = useState(false)
  const found = data?.recommend
  const rows = found?.rows ?? []
  return (
    <Section
      title="What to recommend"
      lead="What they are most likely to watch next, without what each has seen."
      actions={
        rows.length > SHOWN_FIRST && (
          <Button small aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${rows.length}`}
          </Button>
        )
      }
      foot={found && found.notes.length > 0 && <span>{found.notes.join(' ')}</span>}
    >
      {error && !data && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && rows.length === 0 && (
        <Empty fact={found ? 'Nothing to recommend.' : 'Too few people to show.'}>
          {found
            ? 'They have seen everything on offer, or nothing is on offer.'
            : 'Titles are recommended to audiences of more people, so that nobody can be singled out.'}
        </Empty>
      )}
      {found && !found.personalised && rows.length > 0 && (
        <p className={styles.popular}>
          {count(found.people, 'person', 'people')} who watched too little to learn from: these are
          popular titles.
        </p>
      )}
      <ol className={styles.titles}>
        {rows.slice(0, all ? rows.length : SHOWN_FIRST).map((row, at) => (
          <Title key={row.title} row={row} at={at + 1} audience={audience} />
        ))}
      </ol>
    </Section>
  )
}

function Title({ row, at, audience }: { row: Recommended; at: number; audience: Audience }) {
  const { title, name, reason, newToThem } = row
  const [poster] = [...useTitleAssets(title).values()].filter((one) => one.assetType === 'artwork')
  return (
    <li>
      <Link href={places.title(title, undefined, audience.name)}>
        {poster ? (
          <Poster asset={{ ...poster, name: '' }} ratio="2/3" sizes="180px" />
        ) : (
          <span className={styles.none} />
        )}
        <span className={styles.name}>
          {at}. <bdi>{name}</bdi>
        </span>
      </Link>
      <p className={styles.why}>{reason.words}</p>
      {newToThem !== null && <p className={styles.fresh}>New to {percent(newToThem, 0)} of them</p>}
    </li>
  )
}

function Waiting() {
  return (
    <div className={styles.titles}>
      <Loading what="recommendations" />
      {Array.from({ length: SHOWN_FIRST }, (_, n) => (
        <SkeletonCard key={n} />
      ))}
    </div>
  )
}
