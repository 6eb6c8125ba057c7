import { showDoubt, show } from '@/shared/charts/kit/units'
import { capital, measure } from '@/shared/format'
import { kindName } from '@/shared/media'
import { Badge, DataTable, Message, Panel, type TableColumn } from '@/shared/ui'

import { type Step, stepsOf } from './policy'
import styles from './Guardrails.module.css'
import type { Found } from './PolicyParts'
import { watchedOf } from './words'

/** What must not get worse: each asset beside the single one, with the same people. */
export function Guardrails({ policy, assetOf }: Found) {
  const steps = stepsOf(policy)
  const one = kindName(policy.assetType, 1)
  const single = assetOf(policy.single)?.name ?? policy.single
  const watched = watchedOf(steps)
  return (
    <Panel title="Guardrails" lead={`Difference from ${single} with the same people.`}>
      <DataTable
        caption="Guardrails by audience"
        columns={columnsOf(steps, one)}
        rows={steps}
        keyOf={({ audience }) => audience ?? ''}
        cards
      />
      {watched.length > 0 && (
        <div className={styles.note}>
          <Message tone="stale" fact="Watch these.">
            {watched.join(' ')} An {one} that likely passes its limit can’t be chosen.
          </Message>
        </div>
      )}
    </Panel>
  )
}

function columnsOf(steps: readonly Step[], one: string): readonly TableColumn<Step>[] {
  const measures = [
    ...new Set(steps.flatMap(({ guardrails }) => guardrails.map((each) => each.measure))),
  ]
  return [
    {
      key: 'audience',
      head: 'Shown to',
      cell: ({ audienceName }) => <b className="strong">{capital(audienceName)}</b>,
    },
    ...measures.map((name) => ({
      key: name,
      head: measure(name).label,
      figures: true,
      cell: ({ guardrails }: Step) => {
        const difference = guardrails.find((each) => each.measure === name)?.difference
        if (!difference) return <span className="sub">same {one}</span>
        return (
          <span className={styles.figure}>
            {show(difference.value, 'change')}{' '}
            <span className="sub">{showDoubt(difference, 'change')}</span>
          </span>
        )
      },
    })),
    {
      key: 'state',
      head: 'State',
      cell: ({ guardrails }) =>
        guardrails.length > 0 && (
          <Badge kind={guardrails.some(({ watch }) => watch) ? 'watch' : 'held'} />
        ),
    },
  ]
}
