import { useId } from 'react'

import { percent } from '@/shared/format'
import { Panel, SkeletonLines } from '@/shared/ui'

import { Power } from '../PlanParts'
import { HOLDOUT, PLAN, previewed, type PlanState } from '../state'
import styles from './PlannerPage.module.css'
import type { Planning } from './planning'
import { Step } from './Step'

const GOALS = [
  ['viewers', 'Viewers of the title'],
  ['hours_viewed', 'Hours viewed of the title'],
  ['return_rate_7', 'People back to it after 7 days'],
  ['return_rate_28', 'People back to it after 28 days'],
] as const satisfies readonly (readonly [PlanState['primary'], string])[]

/** The third step: how many are held out, and what can be seen with them. */
export function HowSure({ plan, set, preview }: Planning) {
  const id = useId()
  const share = Math.round(plan.holdout * 100)
  const { least, most } = HOLDOUT
  return (
    <Panel
      title={<Step at={3}>How sure</Step>}
      lead="People who are held out get nothing: they show what would have happened anyway."
    >
      <p className={styles.share}>
        <label htmlFor={id}>Held out</label>
        <b>{percent(plan.holdout, 0)}</b>
      </p>
      <input
        id={id}
        className={styles.slider}
        type="range"
        min={least * 100}
        max={most * 100}
        step={1}
        value={share}
        aria-valuetext={percent(plan.holdout, 0)}
        onChange={({ target }) => set({ holdout: Number(target.value) / 100 })}
      />
      <p className={styles.ends} aria-hidden="true">
        <span>{percent(least, 0)}</span>
        <span>{percent(most, 0)}</span>
      </p>
      <label className={styles.label}>
        To raise
        <select
          className={styles.field}
          value={plan.primary}
          onChange={({ target }) => set({ primary: PLAN.primary.read(target.value) })}
        >
          {GOALS.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className={styles.power} role="status">
        {preview ? <Power campaign={preview} /> : previewed(plan) && <SkeletonLines lines={4} />}
      </div>
    </Panel>
  )
}
