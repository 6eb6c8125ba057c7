import { capital } from '@/shared/format'
import { kindName, Thumb } from '@/shared/media'
import { DataTable, Letter, Panel, type TableColumn } from '@/shared/ui'

import styles from './Blocked.module.css'
import type { Policy } from './policy'
import type { Found } from './PolicyParts'

type Blocked = Policy['blocked'][number]

/** Assets that can't be chosen, with whom, and why. */
export function Blocked({ policy, assetOf, letterOf }: Found) {
  const columns: readonly TableColumn<Blocked>[] = [
    {
      key: 'asset',
      head: capital(kindName(policy.assetType, 1)),
      cell: ({ asset, name }) => {
        const shown = assetOf(asset)
        return (
          <span className={styles.asset}>
            {shown && <Thumb asset={shown} width={22} ratio="2/3" letter={letterOf(asset)} />}
            <Letter>{letterOf(asset)}</Letter>
            <bdi>{name}</bdi>
          </span>
        )
      },
    },
    {
      key: 'audience',
      head: 'With',
      cell: ({ audienceName }) => audienceName ?? 'Everyone',
    },
    { key: 'reason', head: 'Why', cell: ({ reason }) => reason },
  ]
  return (
    <Panel
      title="Can’t be chosen"
      lead="Clickbait, and what likely loses viewers with an audience that is large enough for a rule."
    >
      <DataTable
        caption="Assets that can’t be chosen"
        columns={columns}
        rows={policy.blocked}
        keyOf={({ asset, audience }) => `${asset} ${audience ?? ''}`}
        cards
      />
    </Panel>
  )
}
