import type { ReactNode } from 'react'

import { fewer, useSmallestCell, whyFewer } from '@/shared/figure'
import { type Checked, useCheck } from '@/shared/filters'
import { number, percent } from '@/shared/format'
import { ErrorMessage, Panel } from '@/shared/ui'

import styles from './LiveSize.module.css'
import { everybody } from './useSizes'

interface LiveSizeProps {
  text: string
  checked: Checked
}

/** How many the rule means now. */
export function LiveSize({ text, checked }: LiveSizeProps) {
  const { check, checking, error, again } = checked
  const least = useSmallestCell()
  const valid = check?.valid === true
  const whole = useCheck(valid ? everybody(text) : '').check?.profiles ?? null
  return (
    <Panel title="Live size">
      <div role="status" data-stale={checking || undefined} className={styles.size}>
        {text === '' && <Said figure="–">Nobody is meant yet.</Said>}
        {check?.valid === false && <Said figure="–">The rule cannot be read as it stands.</Said>}
        {valid && check.profiles !== null && (
          <Said figure={number(check.profiles)}>
            {whole !== null &&
              `${percent(check.profiles / whole)} of ${number(whole)} profiles that may be segmented, counted exactly.`}
          </Said>
        )}
        {valid && check.profiles === null && (
          <Said figure={fewer(least)}>
            {whyFewer(least)} It may be empty: look where the bars of the clauses end.
          </Said>
        )}
        {text !== '' && !check && !error && <Said figure="…">It is being counted.</Said>}
      </div>
      {error && <ErrorMessage error={error} retry={again} />}
      <p className={styles.note}>
        Children’s and no-profiling profiles are counted in totals and never in segments.
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
