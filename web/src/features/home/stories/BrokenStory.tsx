import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { count, number, percent, valueName, words } from '@/shared/format'
import { type Shown, Thumb, useTitleAssets } from '@/shared/media'
import { ErrorMessage, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'

import { useOpenNotices } from '../findings'
import { brokenBars, type BrokenBars } from './broken'
import styles from './Stories.module.css'
import { NothingCard, StoryCard, WaitingCard } from './StoryCard'

const SHARES = graphql(`
  query HomeShares($ask: ComparisonInput!) {
    compare(ask: $ask) {
      arms {
        asset
        name
      }
      allocation {
        assets
        expected
        seen
        p
        slices {
          dimension
          value
          people
          shares
        }
      }
    }
  }
`)

export type Compared = NonNullable<ResultOf<typeof SHARES>['compare']>

/** A test not to trust, if there is one. */
export function BrokenStory() {
  const { data, notices, error, refetch } = useOpenNotices()
  const notice = notices?.find(({ kind }) => kind === 'BROKEN_TEST')
  const test = notice?.subject.startsWith('test:') ? notice.subject.slice('test:'.length) : null
  const title = notice?.titleId ?? null
  const assets = useTitleAssets(title)
  const asked = { ...(test === null ? { title } : { test }), audiences: [] }
  const shares = useAsk(SHARES, { ask: asked }, { enabled: notice !== undefined })
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) return <WaitingCard what="tests" />
  if (notices === null) {
    return (
      <NothingCard title="Checking tests" icon="wait">
        Every new version is checked. Tests not to trust will appear here.
      </NothingCard>
    )
  }
  if (!notice) {
    return (
      <NothingCard title="All tests are sound">
        Every running test splits its traffic as planned.
      </NothingCard>
    )
  }
  const bars = brokenBars(shares.data?.compare ?? null)
  const name = notice.title?.name ?? test ?? 'This test'
  return (
    <StoryCard
      title="Don’t trust this test"
      href={bars ? places.compare(bars.rows.map(({ asset }) => asset)) : notice.link}
      asset={bars ? assets.get(bars.worst.asset) : undefined}
      chart={bars ? <Shares bars={bars} assets={assets} /> : <Skeleton height="112px" />}
    >
      {bars ? (
        <>
          {name}: “{bars.worst.name}” got {percent(bars.worst.share)} of{' '}
          {bars.slice === null
            ? 'the people'
            : `the ${number(bars.slice.people)} people ${within(bars.slice)}`}{' '}
          instead of {percent(bars.worst.expected)}, so the groups aren’t comparable.
        </>
      ) : (
        notice.howMuch
      )}
    </StoryCard>
  )
}

function within({ dimension, value }: { dimension: string; value: string | null }): string {
  return `whose ${words(dimension).toLowerCase()} is ${valueName(dimension, value)}`
}

interface SharesProps {
  bars: BrokenBars
  assets: ReadonlyMap<string, Shown>
}

/** The shares of people that assets got, beside the planned ones. */
function Shares({ bars: { rows, worst, most, slice, chance }, assets }: SharesProps) {
  return (
    <div className={styles.shares}>
      <dl>
        {rows.map((row) => (
          <Row
            key={row.asset}
            row={row}
            asset={assets.get(row.asset)}
            off={row === worst}
            most={most}
          />
        ))}
      </dl>
      <p>
        <span>
          planned: {percent(worst.expected, 0)} each
          {slice && ` · ${count(slice.people, 'person', 'people')}`}
        </span>
        <span>{chance}</span>
      </p>
    </div>
  )
}

interface RowProps {
  row: BrokenBars['rows'][number]
  asset: Shown | undefined
  /** Whether its share is furthest off. */
  off: boolean
  most: number
}

function Row({ row: { name, share, expected }, asset, off, most }: RowProps) {
  return (
    <div data-off={off || undefined}>
      <dt>
        {asset && <Thumb asset={asset} width={20} ratio="2/3" />}
        <span className="vh">{name}</span>
      </dt>
      <dd className={styles.share} aria-hidden="true">
        <span style={{ width: `${(100 * share) / most}%` }} />
        <i style={{ left: `${(100 * expected) / most}%` }} />
      </dd>
      <dd className={styles.value}>{percent(share)}</dd>
    </div>
  )
}
