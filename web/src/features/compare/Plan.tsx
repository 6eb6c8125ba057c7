import { graphql, type ResultOf, useAsk } from '@/shared/api'
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

type Planned = NonNullable<ResultOf<typeof PLAN>['planTest']>

/** The differences to choose from, in per cent. */
const SIZES = [5, 10, 20, 30, 50] as const

interface PlanProps {
  subjects: readonly Subject[]
  state: Compare
  set: SetCompare
  filters: Filters
}

/** How long a test with this many assets would take. */
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
      title="How long would a test take?"
      lead={`${count(subjects.length, 'asset')} of ${first?.titleName ?? ''}, at the take rate and traffic of the last four weeks.`}
    >
      <div className={styles.asked}>
        <label>
          To detect a difference of
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
          label="How often you check"
          options={[
            { value: 'daily', label: 'Check daily' },
            { value: 'once', label: 'Check once, at the end' },
          ]}
          value={state.look}
          onChange={(look) => set({ look })}
        />
      </div>
      {error && <ErrorMessage error={error} />}
      {isPending && <SkeletonLines lines={3} />}
      {data && !plan && <p className="sub">Too few viewers to show. Widen the filters.</p>}
      {plan && (
        <>
          <p className={styles.days}>
            <b>{count(plan.days, 'day')}</b> , with {number(plan.peoplePerArm)} people per asset
          </p>
          <dl className={styles.facts}>
            <div>
              <dt>New viewers per day</dt>
              <dd>{number(plan.peoplePerDay)}</dd>
            </div>
            <div>
              <dt>Take rate now</dt>
              <dd>{percent(plan.rate)}</dd>
            </div>
            <div>
              <dt>Detectable in four weeks</dt>
              <dd>
                {plan.inFourWeeks === null ? 'nothing' : `${percent(plan.inFourWeeks, 0)} or more`}
              </dd>
            </div>
          </dl>
          <p className={styles.hint}>{hintOf(plan, subjects.length)}</p>
        </>
      )}
    </Panel>
  )
}

function hintOf({ days, people, peopleKnown }: Planned, arms: number): string {
  if (peopleKnown !== null && people > peopleKnown) {
    return `That needs ${number(people)} people, but only ${number(peopleKnown)} are known so far. Plan for a larger difference or fewer assets.`
  }
  if (days <= 28) return 'Within four weeks: worth a test.'
  const fewer = arms > 2 ? 'fewer assets, ' : ''
  return `Too long? Test ${fewer}look for a larger difference, or choose a title with more traffic.`
}
