import { lazy, Suspense } from 'react'

import { useAsk } from '@/shared/api'
import { ago, day } from '@/shared/format'
import { Empty, ErrorMessage, Message, Panel, Segmented, Skeleton } from '@/shared/ui'

import { type Gap, VOLUMES } from './asked'
import styles from './Volumes.module.css'
import { eventsName, volumeBand, volumeSentence } from './volumes'

const Band = lazy(() => import('@/shared/charts/band/Band').then(({ Band }) => ({ default: Band })))

const DAYS = 42
const EVENTS = ['impressions', 'starts'] as const
type Events = (typeof EVENTS)[number]

interface VolumesProps {
  gaps: readonly Gap[]
  events: Events
  onEvents: (events: Events) => void
}

/** Events by day beside what was to be expected, and where some are missing. */
export function Volumes({ gaps, events, onEvents }: VolumesProps) {
  const { data, error, refetch } = useAsk(VOLUMES, { days: DAYS })
  const band = data && volumeBand(data.volumes, events)
  const closed = gaps.filter(({ state }) => state === 'RESOLVED')
  return (
    <div id="volumes" className={styles.part}>
      {error ? (
        <ErrorMessage error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height="340px" />
      ) : band ? (
        <Suspense fallback={<Skeleton height="340px" />}>
          <Band
            title={`${eventsName(events)} by day, beside what was expected`}
            lead={volumeSentence(data.volumes, events)}
            controls={
              <Segmented
                label="Which events"
                options={EVENTS.map((value) => ({ value, label: eventsName(value) }))}
                value={events}
                onChange={onEvents}
              />
            }
            foot="Expected: the median of the same weekday in the eight weeks before, at the level of the last days. A notice opens when fewer than 60% come, beyond chance."
            data={band}
          />
        </Suspense>
      ) : (
        <Panel title="Events by day">
          <Empty fact="There are no two days of events yet.">
            From two weeks on, each day is held against the same weekdays before.
          </Empty>
        </Panel>
      )}
      {closed.map(({ id, what, howMuch, resolved }) => (
        <Message key={id} tone="done" fact={what}>
          {howMuch} Resolved {resolved && `${day(resolved)}, ${ago(resolved)}`}.
        </Message>
      ))}
    </div>
  )
}
