import { graphql, useAsk } from '@/shared/api'
import { type Filters, narrowed } from '@/shared/filters'
import { count, number, percent } from '@/shared/format'
import { ErrorMessage, Panel, Segmented, SkeletonLines } from '@/shared/ui'

import styles from './Plan.module.css'
import type { Compare, SetCompare } from './state'
import type { Subject } from './subjects'

const PLAN = graphql(`
  query PlanTest($ask: PlanInput!) {
    planTest(ask: $ask) {
      sentence
      rate
      peoplePerArm
      people
      days
      peoplePerDay
      peopleKnown
      inFourWeeks
    }
  }
`)

/** The differences that can be asked for, in per cent. */
const SIZES = [5, 10, 20, 30, 50] as const

interface PlanProps {
  subjects: readonly Subject[]
  state: Compare
  set: SetCompare
  filters: Filters
}

/** How long a test of as many assets would have to last. */
export function Plan({ subjects, state, set, filters }: PlanProps) {
  const first = subjects[0]
  const { where, audience } = narrowed(filters)
  const ask = {
    title: first?.titleId ?? '',
    arms: subjects.length,
    mde: state.find / 100,
    sequential: state.look === 'daily',
    assetType: first?.shown.assetType ?? null,
    where,
    audience,
  }
  const { data, error, isPending } = useAsk(PLAN, { ask }, { enabled: Boolean(first), keep: true })
  const plan = data?.planTest
  return (
    <Panel
      title="How long would a test need?"
      lead={`${count(subjects.length, 'asset')} of ${first?.titleName ?? ''}, at the rate and traffic of the last four weeks.`}
    >
      <div className={styles.asked}>
        <label>
          To find a difference of
          <select
            value={state.find}
            onChange={(event) => set({ find: Number(event.target.value) })}
          >
            {[...new Set([...SIZES, state.find])]
              .sort((a, b) => a - b)
              .map((size) => (
                <option key={size} value={size}>
                  {size}%
                </option>
              ))}
          </select>
        </label>
        <Segmented
          label="How often one looks"
          options={[
            { value: 'daily', label: 'Looking daily' },
            { value: 'once', label: 'One planned look' },
          ]}
          value={state.look}
          onChange={(look) => set({ look })}
        />
      </div>
      {error && <ErrorMessage error={error} />}
      {isPending && <SkeletonLines lines={3} />}
      {data && !plan && (
        <p className="sub">Too few people met this title to be told of: widen the filters.</p>
      )}
      {plan && (
        <>
          <p className={styles.days}>
            <b>{count(plan.days, 'day')}</b> and {number(plan.peoplePerArm)} people an asset
          </p>
          <dl className={styles.facts}>
            <div>
              <dt>New people a day</dt>
              <dd>{number(plan.peoplePerDay)}</dd>
            </div>
            <div>
              <dt>Take rate now</dt>
              <dd>{percent(plan.rate)}</dd>
            </div>
            <div>
              <dt>Found in four weeks</dt>
              <dd>
                {plan.inFourWeeks === null ? 'nothing' : `${percent(plan.inFourWeeks, 0)} or more`}
              </dd>
            </div>
          </dl>
          {plan.peopleKnown !== null && plan.people > plan.peopleKnown && (
            <p className={styles.hint}>
              That is {number(plan.people)} people, and only {number(plan.peopleKnown)} are known so
              far: plan for a larger difference, or for fewer assets.
            </p>
          )}
          <p className={styles.hint}>{hintOf(plan.days, subjects.length)}</p>
        </>
      )}
    </Panel>
  )
}

function hintOf(days: number, arms: number): string {
  if (days <= 28) return 'That is within four weeks: worth a test.'
  const fewer = arms > 2 ? 'fewer assets, ' : ''
  return `If that is too long: test ${fewer}look for a larger difference, or choose a title with more traffic.`
}
