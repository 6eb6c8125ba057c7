import { LineUp } from '@/shared/charts/lineup/LineUp'
import { originOf } from '@/shared/figure'
import { measure as wordsOf } from '@/shared/format'
import { Segmented, Skeleton } from '@/shared/ui'
import type { SetState } from '@/shared/url'

import { lineUpOf } from './lineup'
import styles from './LineUpPart.module.css'
import type { Placed } from './placed'
import { isRandom, type Measure, MEASURES, type VIEW } from './state'
import type { Known, Scope, View } from './useTitle'

interface LineUpPartProps {
  scope: Scope
  placed: Placed
  known: Known
  view: View
  setView: SetState<typeof VIEW>
}

const LEADS: Readonly<Record<Measure, string>> = {
  take_rate: 'Each asset stands at the share of people who watched after seeing it.',
  completion_rate: 'Each asset stands at the share of its plays that reached the end.',
  watch_seconds_per_profile: 'Each asset stands at what a person whom it reached watched.',
  short_play_rate: 'Each asset stands at the share of its plays that ended at once.',
}

/** All assets on one ruler, so that the eye ranks before it reads. */
export function LineUpPart({ scope, placed, known, setView }: LineUpPartProps) {
  const data = lineUpOf(placed, scope.type)
  const standing = data.items.filter(({ estimate }) => estimate.value !== null).length
  if (known.figures !== null && standing < 2) return null
  return (
    <div className={styles.part}>
      {known.figures === null ? (
        <Skeleton height="360px" />
      ) : (
        <LineUp
          title="Line-up"
          lead={LEADS[placed.measure]}
          data={data}
          controls={
            <Segmented
              label="Measure"
              options={MEASURES.map((value) => ({ value, label: wordsOf(value).label }))}
              value={placed.measure}
              onChange={(sort) => setView({ sort })}
            />
          }
          foot={<LineUpFoot random={isRandom(scope.filters.where)} normed={Boolean(data.norm)} />}
          {...(known.origin && { source: originOf(known.origin) })}
        />
      )}
    </div>
  )
}

function LineUpFoot({ random, normed }: { random: boolean; normed: boolean }) {
  return (
    <>
      <span className={styles.key}>
        <i className={styles.bar} aria-hidden="true" /> with its 95% interval
      </span>
      {normed && (
        <span className={styles.key}>
          <i className={styles.norm} aria-hidden="true" /> middle half of its kind, and the median
        </span>
      )}
      <span className={styles.key}>
        <i className={styles.few} aria-hidden="true" /> too little data
      </span>
      <span className={styles.note}>
        {random
          ? 'Explore only: shown at random, so positions can be compared.'
          : 'Not all of this was shown at random: a model may have chosen who saw what.'}
      </span>
    </>
  )
}
