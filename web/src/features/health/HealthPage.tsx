import { useAsk } from '@/shared/api'
import { ago, bytes, clock, count, day, number, time } from '@/shared/format'
import { Totals } from '@/shared/figure'
import { usePage } from '@/shared/page'
import { ErrorMessage, Loading, Message, PageHeader, Skeleton, SkeletonLines } from '@/shared/ui'
import { useUrlState } from '@/shared/url'

import { type Batch, BATCHES, DAYS, type Gap, type Health, HEALTH, VOLUMES } from './asked'
import { Batches } from './Batches'
import { Engines } from './Engines'
import styles from './HealthPage.module.css'
import { Outcomes } from './Outcomes'
import { Quarantine } from './Quarantine'
import { HEALTH_STATE } from './state'
import { problemsOf, sentenceOf } from './verdict'
import { Volumes } from './Volumes'

/** The most batches to load. */
const BATCHES_SHOWN = 100

/** Whether the data can be trusted, and the outcome of every row. */
export default function HealthPage() {
  usePage('Data health')
  const asked = useAsk(HEALTH, {})
  const batches = useAsk(BATCHES, { first: BATCHES_SHOWN })
  const error = asked.error ?? batches.error
  if (error || !asked.data || !batches.data) {
    const retry = () => void Promise.all([asked.refetch(), batches.refetch()])
    return (
      <>
        <PageHeader title="Data health" answer={error ? null : <SkeletonLines lines={1} />} />
        {error ? <ErrorMessage error={error} retry={retry} /> : <Waiting />}
      </>
    )
  }
  const { edges, totalCount } = batches.data.batches
  return (
    <Shown
      health={asked.data.dataHealth}
      gaps={asked.data.notices.edges.map(({ node }) => node)}
      batches={edges.map(({ node }) => node)}
      batchCount={totalCount}
      now={asked.dataUpdatedAt}
    />
  )
}

function Waiting() {
  return (
    <div className={styles.parts}>
      <Loading what="data health" />
      <Skeleton height="92px" />
      <Skeleton height="340px" />
      <Skeleton height="420px" />
    </div>
  )
}

interface ShownProps {
  health: Health
  gaps: readonly Gap[]
  batches: readonly Batch[]
  batchCount: number
  /** When it was loaded, in ms. */
  now: number
}

function Shown({ health, gaps, batches, batchCount, now }: ShownProps) {
  const [state, set] = useUrlState(HEALTH_STATE)
  const volumes = useAsk(VOLUMES, { days: DAYS })
  const known = {
    health,
    gaps,
    volumes: volumes.data?.volumes ?? null,
    batch: batches[0] ?? null,
    now,
  }
  const problems = problemsOf(known)
  return (
    <>
      <PageHeader
        title="Data health"
        facts={[
          `version ${number(health.version)}, published ${ago(health.published, now)}`,
          count(health.titles, 'title'),
          count(health.assets, 'asset'),
          bytes(health.bytes),
          `time zones ${health.timeZones.version} (${health.timeZones.source})`,
        ]}
        answer={sentenceOf(problems, known) ?? (volumes.error ? null : <SkeletonLines lines={1} />)}
      />
      {problems.length > 0 && (
        <div className={styles.problems}>
          {problems.map(({ fact, more, part }) => (
            <Message
              key={fact}
              tone="stale"
              fact={fact}
              action={
                <a className="link" href={`#${part}`}>
                  View
                </a>
              }
            >
              {more}
            </Message>
          ))}
        </div>
      )}
      <Totals totals={totalsOf(health, now)} />
      <div className={styles.parts}>
        <Volumes gaps={gaps} events={state.events} onEvents={(events) => set({ events })} />
        <Quarantine
          quarantined={health.quarantined}
          reason={state.reason}
          onReason={(reason) => set({ reason })}
        />
        <Batches
          batches={batches}
          count={batchCount}
          chosen={state.batch}
          onChoose={(batch) => set({ batch })}
        />
        <div className="two even">
          <Outcomes />
          <Engines health={health} check={state.check} onCheck={() => set({ check: true })} />
        </div>
      </div>
    </>
  )
}

function totalsOf(health: Health, now: number) {
  const { meta, measures } = health
  const figure = (name: string) => {
    const value = measures[name]
    return typeof value === 'number' ? value : null
  }
  const counted = (name: string, label: string) => ({
    label,
    measure: name,
    value: meta.asOf === null ? number(0) : number(figure(name)),
    origin: meta,
    suppressed: meta.asOf !== null && figure(name) === null ? 'too few people' : null,
  })
  return [
    {
      label: 'Newest event',
      measure: 'newest event',
      value: meta.asOf === null ? 'none yet' : ago(meta.asOf, now),
      note: meta.asOf && time(meta.asOf),
      origin: meta,
    },
    {
      label: 'Complete until',
      measure: 'complete until',
      value: meta.completeUntil ? day(meta.completeUntil) : 'not yet',
      note:
        meta.completeUntil && `${clock(meta.completeUntil)}; no more plays can arrive before it`,
      origin: meta,
    },
    counted('impressions', 'Impressions'),
    counted('reach', 'Reach'),
    counted('starts', 'Plays'),
    counted('active_profiles', 'Active profiles'),
  ]
}
