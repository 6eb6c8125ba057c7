import { Link } from 'wouter'

import { shifted } from '@/shared/filters'
import { listed } from '@/shared/format'
import { Button, Panel, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'

import { Notes, Posters } from '../PlanParts'
import { previewed, spanOfPlan } from '../state'
import styles from './PlannerPage.module.css'
import type { Planning } from './planning'
import { Step } from './Step'
import { TitleField } from './TitleField'

/** The second step: which title, with which asset for whom, when, and for what. */
export function What({ plan, set, preview }: Planning) {
  const { start, end } = spanOfPlan(plan)
  return (
    <Panel
      title={<Step at={2}>What</Step>}
      lead="A title, and the asset that wins with each audience."
    >
      <TitleField title={plan.title} onChange={(title) => set({ title })} />
      {preview ? (
        <>
          <Posters campaign={preview} />
          <p className="small sub">
            As the <Link href={places.whom(preview.title)}>policy of {preview.titleName}</Link>{' '}
            shows them.
          </p>
          {plan.audiences.length > 0 && (
            <p className="small sub">
              Only{' '}
              {listed(preview.audiences.flatMap((row) => (row.audience ? row.audienceName : [])))}{' '}
              may get an asset of their own.{' '}
              <Button small onClick={() => set({ audiences: [] })}>
                Any audience may
              </Button>
            </p>
          )}
          <Notes notes={preview.notes} />
        </>
      ) : (
        previewed(plan) && <Skeleton height="200px" />
      )}
      <div className={styles.fields}>
        <div className={styles.days}>
          <label className={styles.label}>
            First day
            <input
              type="date"
              className={styles.field}
              value={start}
              onChange={({ target }) => set({ start: target.value || null })}
            />
          </label>
          <label className={styles.label}>
            Last day
            <input
              type="date"
              className={styles.field}
              min={start}
              value={shifted(end, -1)}
              onChange={({ target }) =>
                set({ end: target.value ? shifted(target.value, 1) : null })
              }
            />
          </label>
        </div>
        {start >= end && (
          <p className={styles.wrong} role="alert">
            The last day is before the first.
          </p>
        )}
        <Text
          name="Name"
          hint="spring-heist"
          value={plan.name}
          onChange={(name) => set({ name })}
        />
        <Text
          name="Purpose"
          hint="Win back binge viewers"
          value={plan.purpose}
          onChange={(purpose) => set({ purpose })}
        />
        <Text
          name="Members go to"
          hint="Braze, e-mail team"
          value={plan.recipient}
          onChange={(recipient) => set({ recipient })}
        />
        <Text
          name="Your name (optional)"
          hint="Ada"
          value={plan.by}
          onChange={(by) => set({ by })}
        />
      </div>
    </Panel>
  )
}

interface TextProps {
  name: string
  hint: string
  value: string
  onChange: (value: string) => void
}

function Text({ name, hint, value, onChange }: TextProps) {
  return (
    <label className={styles.label}>
      {name}
      <input
        className={styles.field}
        placeholder={hint}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  )
}
