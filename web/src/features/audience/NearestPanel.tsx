import { nameOf, headingOf } from '@/shared/expression'
import { Link } from 'wouter'

import { Figure } from '@/shared/figure'
import { useAudienceNames } from '@/shared/filters'
import { fixed, number, percent } from '@/shared/format'
import { Empty, ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import { type Audience, useNearest } from './asking'

import styles from './NearestPanel.module.css'
import { type Near, near } from './nearest'

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
      {found?.beyond.length === 0 && (
        <Empty fact="No audience overlaps more than chance.">
          {closestOf(found.closest, beside)}
        </Empty>
      )}
      <ul className={styles.near}>
        {found?.beyond.map(({ at, lift, share, both }) => {
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

/** Say which audience is the closest; nothing if none may be shown. */
function closestOf(
  closest: Near | null,
  beside: readonly { name: string; note?: string | null }[],
): string | null {
  const other = closest && beside[closest.at]
  if (!other) return null
  return `The closest is ${headingOf(other.name, other.note)}: ${fixed(closest.lift, 2)} times the overlap expected by chance.`
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
