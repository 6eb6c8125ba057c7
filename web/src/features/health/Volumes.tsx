import { Suspense } from 'react'

import { useAsk } from '@/shared/api'
import { ago, day } from '@/shared/format'
import { lazily } from '@/shared/page'
import { Empty, ErrorMessage, Message, Panel, Segmented, Skeleton } from '@/shared/ui'

import { DAYS, EVENTS, type Gap, VOLUMES } from './asked'
import styles from './Volumes.module.css'
import { eventsName, volumeBand, volumeSentence } from './volumes'

const Band = lazily(() =>
  import('@/shared/charts/band/Band').then(({ Band }) => ({ default: Band })),
)

type Events = (typeof EVENTS)[number]

interface VolumesProps {
  gaps: readonly Gap[]
  events: Events
  onEvents: (events: Events) => void
}

/** Events by day compared with the expected volume, and missing events. */
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
            title={`${eventsName(events)} by day, actual and expected`}
            lead={volumeSentence(data.volumes, events)}
            controls={
              <Segmented
                label="Events"
                options={EVENTS.map((value) => ({ value, label: eventsName(value) }))}
                value={events}
                onChange={onEvents}
              />
            }
            foot="Expected: the median of the same weekday in the last eight weeks, scaled to recent days. Below 60% of that, beyond chance, you get an alert."
            data={band}
          />
        </Suspense>
      ) : (
        <Panel title="Events by day">
          <Empty fact="Fewer than two days of events.">
            After two weeks, each day is compared with the same weekdays before.
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
