import { LineUp } from '@/shared/charts/lineup/LineUp'
import { originOf, useEmpty } from '@/shared/figure'
import { count, measure as wordsOf } from '@/shared/format'
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
  take_rate: 'Share of people who watched after seeing each asset.',
  completion_rate: 'Share of each asset’s plays that were finished.',
  watch_seconds_per_profile: 'Watch time per person reached by each asset.',
  short_play_rate: 'Share of each asset’s plays that ended early.',
}

/** What counts, where some assets have figures by first exposure. */
const COUNTED = {
  first: 'By first exposure: each person counts once, under the first asset of the test they saw.',
  all: 'All exposures, other assets’ too: not what the verdict compares.',
} as const

/** All assets on one scale, ranked at a glance. */
export function LineUpPart({ scope, placed, known, view, setView }: LineUpPartProps) {
  const data = lineUpOf(placed, view.asset)
  const isEmpty = useEmpty()
  const { length } = placed.cards
  const some =
    data.items.length < length ? ` The best and the worst of ${count(length, 'asset')}.` : ''
  const standing = data.items.filter(({ estimate }) => estimate.value !== null).length
  if (known.figures !== null && standing < 2) return null
  const judged = known.compared !== known.figures
  const countsAll = placed.cards.every(({ exposures }) => exposures === 'all')
  const counted = judged ? ` ${COUNTED[countsAll ? 'all' : 'first']}` : ''
  return (
    <div className={styles.part}>
      {known.figures === null ? (
        <Skeleton height="360px" />
      ) : (
        <LineUp
          title="Line-up"
          lead={`${LEADS[placed.measure]}${counted}${some}`}
          data={data}
          controls={
            <>
              {judged && <Exposures view={view} setView={setView} />}
              <Segmented
                label="Measure"
                options={MEASURES.filter((name) => !isEmpty(name)).map((value) => ({
                  value,
                  label: wordsOf(value).label,
                }))}
                value={placed.measure}
                onChange={(sort) => setView({ sort })}
              />
            </>
          }
          foot={
            <LineUpFoot random={isRandom(scope.filters.where)} normed={data.norms.length > 0} />
          }
          {...(known.origin && { source: originOf(known.origin) })}
        />
      )}
    </div>
  )
}

/** The choice between the figures of the comparison and those of all exposures. */
function Exposures({ view, setView }: Pick<LineUpPartProps, 'view' | 'setView'>) {
  return (
    <Segmented
      label="Exposures"
      options={[
        { value: 'first', label: 'First exposure' },
        { value: 'all', label: 'All exposures' },
      ]}
      value={view.exposures}
      onChange={(exposures) => setView({ exposures })}
    />
  )
}

function LineUpFoot({ random, normed }: { random: boolean; normed: boolean }) {
  return (
    <>
      <span className={styles.key}>
        <i className={styles.bar} aria-hidden="true" /> 95% interval
      </span>
      {normed && (
        <span className={styles.key}>
          <i className={styles.norm} aria-hidden="true" /> usual range of similar assets, and their
          median
        </span>
      )}
      <span className={styles.key}>
        <i className={styles.few} aria-hidden="true" /> not enough data
      </span>
      <span className={styles.note}>
        {random
          ? 'Explore only: shown at random, so comparable.'
          : 'Not all shown at random: a model may have chosen who saw what.'}
      </span>
    </>
  )
}
