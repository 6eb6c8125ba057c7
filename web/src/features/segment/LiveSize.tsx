import type { ReactNode } from 'react'
import { fewer, useSmallestCell, whyFewer } from '@/shared/figure'
import { type Checked, useCheck } from '@/shared/filters'
import { number, percent } from '@/shared/format'
import { ErrorMessage, Panel } from '@/shared/ui'
import styles from './LiveSize.module.css'
import { everybody } from './ClauseList'

interface LiveSizeProps {
  text: string
  checked: Checked
}

/** The size of the segment while it is edited. */
export function LiveSize({ text, checked }: LiveSizeProps) {
  const { check, checking, error, again } = checked
  const least = useSmallestCell()
  const valid = check?.valid === true
  const whole = useCheck(valid ? everybody(text) : '').check?.profiles ?? null
  return (
    <Panel title="Live size">
      <div role="status" data-stale={checking || undefined} className={styles.size}>
        {text === '' && <Said figure="–">No rule yet.</Said>}
        {check?.valid === false && <Said figure="–">The rule has an error.</Said>}
        {valid && check.profiles !== null && (
          <Said figure={number(check.profiles)}>
            {whole !== null &&
              `${percent(check.profiles / whole)} of ${number(whole)}  eligible profiles, counted exactly.`}
          </Said>
        )}
        {valid && check.profiles === null && (
          <Said figure={fewer(least)}>
            {whyFewer(least)} It may be empty: check the bars of the clauses.
          </Said>
        )}
        {text !== '' && !check && !error && <Said figure="…">Counting…</Said>}
      </div>
      {error && <ErrorMessage error={error} retry={again} />}
      <p className={styles.note}>
        Children’s profiles, and profiles that opted out of profiling, count in totals but never in
        segments.
      </p>
    </Panel>
  )
}

function Said({ figure, children }: { figure: string; children: ReactNode }) {
  return (
    <>
      <p className={styles.figure}>{figure}</p>
      <p className="small sub2">{children}</p>
    </>
  )
}
