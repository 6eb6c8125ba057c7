import { ButtonLink, Empty, ErrorMessage, Loading, Section, SkeletonCard } from '@/shared/ui'
import { places } from '@/shared/url'
import { count } from '@/shared/format'

import { useFavourites, useOpenNotices, usePromises } from '../findings'
import { badgesOf } from './badges'
import { LaunchCard } from './LaunchCard'
import { gotOf, type Launched, MOST_LAUNCHES, useLaunches, useRates } from './launches'
import styles from './Launches.module.css'

/** The most recent launches, and how they perform. */
export function Launches() {
  const { data, error, refetch } = useLaunches()
  const total = data?.launches.totalCount
  return (
    <Section
      title="Recently launched"
      lead="Take rate since launch, all assets. Hatched: still collecting plays."
      actions={
        total !== undefined &&
        total > 0 && (
          <ButtonLink small href={places.titles}>
            {`All ${count(total, 'title')}`}
          </ButtonLink>
        )
      }
    >
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data &&
        (total === 0 ? (
          <Empty fact="No launches yet">
            Load titles with <code>keyart ingest --titles</code>; those with a launch date appear
            here, newest first.
          </Empty>
        ) : (
          <Shelf titles={data.launches.edges.map(({ node }) => node)} />
        ))}
    </Section>
  )
}

function Shelf({ titles }: { titles: readonly Launched[] }) {
  const { data: rates, error, refetch } = useRates(titles)
  const found = {
    notices: useOpenNotices().notices ?? [],
    promises: usePromises().data?.authenticity?.found ?? [],
    favourites: useFavourites().data?.favourites?.found ?? [],
  }
  return (
    <>
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      <div className={styles.shelf} data-guide="launches">
        {titles.map((title) => (
          <LaunchCard
            key={title.titleId}
            title={title}
            got={rates ? gotOf(rates, title) : undefined}
            meta={rates?.question.meta ?? null}
            badges={badgesOf(title.titleId, found)}
          />
        ))}
      </div>
    </>
  )
}

function Waiting() {
  return (
    <div className={styles.shelf}>
      <Loading what="launches" />
      {Array.from({ length: MOST_LAUNCHES }, (_, n) => (
        <SkeletonCard key={n} />
      ))}
    </div>
  )
}
