import { nameOf } from '@/shared/expression'
import { Link } from 'wouter'

import { Figure } from '@/shared/figure'
import { fixed, number, range } from '@/shared/format'
import { Poster } from '@/shared/media'
import { Empty, ErrorMessage, Loading, Panel, SkeletonCard } from '@/shared/ui'
import { places } from '@/shared/url'

import { type Audience, useWatched, type Watched } from './asking'

import styles from './WatchedPanel.module.css'

const TITLES = 6

/** The titles that an audience over-indexes on most. */
export function WatchedPanel({ audience }: { audience: Audience }) {
  const { data, error, refetch } = useWatched(audience.name)
  return (
    <Panel
      title="Top titles"
      lead="Titles they watch more than others do. Index by share of plays."
    >
      {error && !data && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && <Titles audience={audience} found={data.exploration.indexes} />}
    </Panel>
  )
}

function Waiting() {
  return (
    <div className={styles.titles}>
      <Loading what="titles" />
      {Array.from({ length: TITLES }, (_, n) => (
        <SkeletonCard key={n} />
      ))}
    </div>
  )
}

/** Return how many more of them watched a title than expected from everybody. */
function excess({ profiles, watched, watchedBase }: Watched): number {
  return watched > 0 ? profiles * (1 - watchedBase / watched) : 0
}

function Titles({ audience, found }: { audience: Audience; found: readonly Watched[] }) {
  const top = [...found].sort((a, b) => excess(b) - excess(a)).slice(0, TITLES)
  if (top.length === 0) return <Empty fact="Not enough viewing of the same titles." />
  return (
    <ul className={styles.titles}>
      {top.map((one) => (
        <li key={one.value}>
          <Link href={places.title(one.value, undefined, audience.name)}>
            <TitlePoster title={one} />
            <span className={styles.name}>{one.name}</span>
          </Link>
          <Figure
            size="text"
            measure="index"
            of={`${one.name} with ${nameOf(audience)}`}
            value={<b>{number(one.index)}</b>}
            interval={`95% interval ${range(one.low, one.high, (value) => fixed(value, 0))}`}
          />
          <span className="small sub num">{number(one.profiles)} viewers</span>
        </li>
      ))}
    </ul>
  )
}

function TitlePoster({ title }: { title: Watched }) {
  const asset = title.title?.assets.edges[0]?.node
  if (!asset) return <span className={styles.none}>{title.name}</span>
  return <Poster asset={{ ...asset, name: '' }} ratio="2/3" sizes="140px" />
}
