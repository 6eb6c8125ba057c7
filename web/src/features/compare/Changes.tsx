import { Thumb } from '@/shared/media'
import { Panel, Skeleton } from '@/shared/ui'
import { measure, number } from '@/shared/format'

import styles from './Changes.module.css'
import { type Change, changesOf } from './changes'
import { type ComparisonRequest, type Comparison, rateOf, useComparison } from './comparison'
import { between } from './differences'
import type { View } from './view'

/** What would change the verdict: one audience, another measure, no guardrails, more days. */
export function Changes({ view, request }: { view: View; request: ComparisonRequest }) {
  const { comparison, nameOf } = view
  const other = comparison.measure === 'watch_time_share' ? 'take_rate' : 'watch_time_share'
  const again = useComparison(request, { more: { measure: other, audiences: [] } })
  const within = comparison.overlap.within
  const apart = useComparison(request, {
    enabled: within > 0,
    more: { crossover: 'exclude', audiences: [] },
  })
  const changes = [
    ...changesOf(comparison, nameOf),
    ...(again.data?.compare ? otherMeasure(again.data.compare, comparison, nameOf) : []),
    ...(apart.data?.compare && within > 0
      ? otherPeople(apart.data.compare, comparison, nameOf)
      : []),
  ]
  return (
    <Panel title="What would change the verdict">
      <ul className={styles.changes}>
        {changes.map((change) => (
          <Item key={change.id} change={change} view={view} />
        ))}
        {again.isPending && (
          <li>
            <Skeleton width="60%" />
          </li>
        )}
      </ul>
      {changes.length === 0 && !again.isPending && (
        <p className="sub">Nothing in this comparison.</p>
      )}
    </Panel>
  )
}

function Item({ change, view }: { change: Change; view: View }) {
  const shown = view.subjects.find(({ id }) => id === change.asset)?.shown
  return (
    <li>
      {shown ? (
        <Thumb asset={shown} width={30} ratio="2/3" />
      ) : (
        <span className={styles.none} aria-hidden="true" />
      )}
      <div>
        <p className="sub2">{change.when}</p>
        <p className={styles.then} data-tone={change.tone}>
          {change.then}
        </p>
        <p className="small sub">{change.because}</p>
      </div>
    </li>
  )
}

/** The verdict without people who saw several assets. */
function otherPeople(apart: Comparison, comparison: Comparison, nameOf: View['nameOf']): Change[] {
  const leader = apart.arms[0]
  const rival = apart.arms[1]
  if (!leader || !rival) return []
  const same =
    apart.verdict.kind === comparison.verdict.kind && leader.asset === comparison.arms[0]?.asset
  const more = between(apart, leader.asset, rival.asset)?.difference.value ?? null
  const { difference, unit } = measure(apart.measure)
  return [
    {
      id: 'overlap',
      when: `Without the ${number(comparison.overlap.within)} people who saw several`,
      then: same ? 'Same verdict' : `${nameOf(leader.asset)} leads`,
      asset: leader.asset,
      because: `${difference(more)} ${unit} compared with ${nameOf(rival.asset)}`,
      tone: 'plain',
    },
  ]
}

/** The verdict by another measure. */
function otherMeasure(again: Comparison, comparison: Comparison, nameOf: View['nameOf']): Change[] {
  const leader = again.arms[0]
  if (!leader || again.verdict.kind === 'DONT_TRUST') return []
  const { label, value } = measure(again.measure)
  const wins = again.verdict.kind === 'WINNER' || again.verdict.kind === 'LOSES_VIEWERS'
  const same = leader.asset === comparison.arms[0]?.asset
  const rival = again.arms[1]
  const rate = value(rateOf(leader, again.basis).value)
  return [
    {
      id: again.measure,
      when: `Decided by ${label.toLowerCase()}`,
      then: `${nameOf(leader.asset)} ${same ? 'still ' : ''}${wins ? 'wins' : 'leads, which could be chance'}`,
      asset: leader.asset,
      because: rival
        ? `${rate}, compared with ${value(rateOf(rival, again.basis).value)} for ${nameOf(rival.asset)}`
        : rate,
      tone: wins && again.verdict.kind === 'WINNER' ? 'win' : 'plain',
    },
  ]
}
