import clsx from 'clsx'

import { BestForWhom } from './BestForWhom'
import { Changes } from './Changes'
import { type ComparisonRequest, useWithoutMisleading } from './comparison'
import { Differences } from './Differences'
import styles from './evidence.module.css'
import { Guardrails } from './Guardrails'
import { Plan } from './Plan'
import type { Compare, SetCompare } from './state'
import { Probability, Since } from './Sure'
import { Trust } from './Trust'
import type { View } from './view'

interface EvidenceProps {
  view: View
  request: ComparisonRequest
  state: Compare
  set: SetCompare
  /** Whether rates are hidden, as the test is broken. */
  hidden: boolean
}

/** The evidence for the verdict; of a broken test only what is wrong. */
export default function Evidence({ view, request, state, set, hidden }: EvidenceProps) {
  const without = useWithoutMisleading(view.comparison, request)
  const plan = <Plan subjects={view.subjects} state={state} set={set} filters={request.filters} />
  if (hidden) {
    return (
      <div className={styles.evidence}>
        <Trust view={view} />
        {plan}
      </div>
    )
  }
  return (
    <div className={styles.evidence}>
      <div className={styles.three}>
        <Differences view={view} />
        <Probability view={view} without={without} />
        <Since view={view} />
      </div>
      <div className={clsx('two', styles.later)}>
        <Guardrails view={view} />
        {plan}
      </div>
      <BestForWhom view={view} without={without} all={state.all} set={set} />
      <div className={clsx('two even', styles.trust)}>
        <Trust view={view} />
        <div className={clsx(styles.beside, styles.later)}>
          <Changes view={view} request={request} />
        </div>
      </div>
    </div>
  )
}
