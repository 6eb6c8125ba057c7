import { capital, number, words } from '@/shared/format'
import { Badge, DataTable, Message, Panel, type TableColumn } from '@/shared/ui'

import styles from './Guardrails.module.css'
import type { Group, Policy } from './policy'
import type { Found } from './PolicyParts'
import { gainWords, groupName, inOrder, rateWords, servedWorse, WON } from './words'

/** How the policy serves groups of people, so that one that is served worse is seen in time. */
export function Groups({ policy }: Found) {
  const worse = servedWorse(policy)
  return (
    <Panel title="Who gains, who loses" lead={`${WON[policy.reward] ?? 'Reward'}, by group.`}>
      <DataTable
        caption="How the policy serves groups"
        columns={columnsOf(policy)}
        rows={inOrder(policy.groups)}
        keyOf={({ attribute, value }) => `${attribute} ${value ?? ''}`}
        cards
      />
      {worse !== null && (
        <div className={styles.note}>
          <Message tone="stale" fact="Look before you hand it over.">
            {worse}
          </Message>
        </div>
      )}
    </Panel>
  )
}

const STATE: TableColumn<Group> = {
  key: 'state',
  head: 'State',
  cell: ({ worse }) => worse && <Badge kind="watch">Served worse</Badge>,
}

function columnsOf(policy: Policy): readonly TableColumn<Group>[] {
  const { reward } = policy
  return [
    {
      key: 'group',
      head: [...new Set(policy.groups.map(({ attribute }) => words(attribute)))].join(', '),
      cell: (group) => <b className="strong">{capital(groupName(group))}</b>,
    },
    {
      key: 'people',
      head: 'People a week',
      figures: true,
      cell: ({ peoplePerWeek }) => number(peoplePerWeek),
    },
    {
      key: 'rate',
      head: 'Policy',
      figures: true,
      cell: ({ rate }) => rateWords(rate, reward),
    },
    {
      key: 'single',
      head: 'One for all',
      figures: true,
      cell: ({ singleRate }) => rateWords(singleRate, reward),
    },
    {
      key: 'gain',
      head: 'Difference',
      figures: true,
      cell: ({ gain }) => <span className={styles.figure}>{gainWords(gain, reward)}</span>,
    },
    ...(servedWorse(policy) === null ? [] : [STATE]),
  ]
}
