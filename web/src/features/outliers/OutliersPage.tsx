import { FilterChips, useChoices } from '@/shared/filters'
import { usePage } from '@/shared/page'
import { PageHeader, Segmented, Skeleton } from '@/shared/ui'
import { useUrlState } from '@/shared/url'

import { answerOf } from './answer'
import { FarOff } from './FarOff'
import { useOutliers, usePromises } from './findings'
import { Kept } from './Kept'
import styles from './Parts.module.css'
import { OUTLIERS } from './state'

const LEVELS = [
  { value: 'both', label: 'Both' },
  { value: 'asset', label: 'Assets' },
  { value: 'title', label: 'Titles' },
] as const

/** Outliers among similar assets, clickbait and hidden gems. */
export default function OutliersPage() {
  usePage('Outliers')
  const [state, set] = useUrlState(OUTLIERS)
  const { choices, asOf } = useChoices()
  const outliers = useOutliers(state)
  const promises = usePromises(state)
  const known = outliers.data && promises.data
  return (
    <>
      <PageHeader
        title="Outliers"
        answer={
          known ? (
            answerOf(
              outliers.data.outliers?.findings ?? null,
              promises.data.authenticity?.found ?? null,
            )
          ) : (
            <Skeleton width="48%" height="16px" />
          )
        }
      />
      <FilterChips
        filters={state}
        onChange={set}
        choices={choices}
        asOf={asOf}
        usual={['country', 'device']}
        before={
          <Segmented
            label="Show"
            options={LEVELS}
            value={state.level}
            onChange={(level) => set({ level })}
          />
        }
      />
      {state.level !== 'title' && <Kept answer={promises} asset={state.asset} />}
      <div className={styles.one}>
        <FarOff answer={outliers} state={state} set={set} />
      </div>
    </>
  )
}
