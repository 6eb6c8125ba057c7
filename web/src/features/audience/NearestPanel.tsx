import { nameOf, headingOf } from '@/shared/expression'
import { Link } from 'wouter'

import { Figure } from '@/shared/figure'
import { useAudienceNames } from '@/shared/filters'
import { fixed, number, percent } from '@/shared/format'
import { Empty, ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import { type Audience, useNearest } from './asking'

import styles from './NearestPanel.module.css'
import { near } from './nearest'

/** The most audiences that the service compares at once. */
const MOST = 30

/** The audiences that overlap most with this one, beyond chance. */
export function NearestPanel({ audience }: { audience: Audience }) {
  const others = useAudienceNames()
  const beside = [audience, ...rest(others, audience)]
  const { data, error, refetch } = useNearest(beside.map(({ name }) => name))
  const found = data && near(data.audienceOverlap)
  return (
    <Panel title="Similar audiences" lead="Overlap compared with chance.">
      {error && !data && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!found && !error && (
        <>
          <Loading what="similar audiences" />
          <SkeletonLines lines={4} />
        </>
      )}
      {found?.length === 0 && <Empty fact="No other audience overlaps enough." />}
      <ul className={styles.near}>
        {found?.map(({ at, lift, share, both }) => {
          const other = beside[at]
          if (!other) return null
          const name = headingOf(other.name, other.note)
          return (
            <li key={other.name}>
              <Link href={places.audience(other.name)}>{name}</Link>
              <Figure
                size="text"
                measure="lift"
                of={`${nameOf(audience)} and ${name}`}
                value={`${fixed(lift, 2)}×`}
                parts={`${number(both)} profiles are in both: this many times the number expected by chance.`}
              />
              <span className="small sub num">{percent(share, 0)} are also in it</span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

/** Return the largest other audiences; tastes are compared with tastes only. */
function rest<Of extends { name: string; profiles: number | null }>(
  others: readonly Of[],
  { name, kind }: Audience,
): readonly Of[] {
  return others
    .filter((one) => one.name !== name && one.profiles !== null)
    .filter((one) => kind !== 'AFFINITY' || one.name.startsWith('affinity:'))
    .sort((a, b) => (b.profiles ?? 0) - (a.profiles ?? 0))
    .slice(0, MOST - 1)
}
