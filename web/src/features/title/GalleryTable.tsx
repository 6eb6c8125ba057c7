import { useEmpty } from '@/shared/figure'
import { measure as wordsOf } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { Badge, DataTable, Letter, type TableColumn } from '@/shared/ui'

import { filesOf } from './exports'
import styles from './GalleryTable.module.css'
import type { Card, Placed } from './placed'
import { SORTS } from './state'
import type { Scope } from './useTitle'

/** The same assets as rows. */
export function GalleryTable({ placed, scope }: { placed: Placed; scope: Scope }) {
  const [file] = filesOf(scope)
  const isEmpty = useEmpty()
  return (
    <DataTable
      caption="Assets and their figures"
      columns={COLUMNS.filter(({ key }) => !isEmpty(key))}
      rows={placed.cards}
      keyOf={({ asset }) => asset.assetId}
      onTake={() => location.assign(file?.csv ?? '')}
    />
  )
}

const COLUMNS: readonly TableColumn<Card>[] = [
  {
    key: 'asset',
    head: 'Asset',
    value: ({ asset }) => asset.name,
    cell: ({ asset, letter }) => (
      <span className={styles.asset}>
        <Thumb asset={asset} width={26} letter={letter} /> <Letter>{letter}</Letter> {asset.name}
      </span>
    ),
  },
  ...SORTS.map((measure): TableColumn<Card> => ({
    key: measure,
    head: wordsOf(measure).label,
    figures: true,
    value: ({ figures, state }) => (state === 'withheld' ? null : figures.value(measure)),
    cell: ({ figures, state }) =>
      state === 'withheld' ? 'hidden' : wordsOf(measure).value(figures.value(measure)),
  })),
  {
    key: 'exposures',
    head: 'Exposures',
    cell: ({ exposures }) => (exposures === 'first' ? 'first' : 'all'),
  },
  {
    key: 'judged',
    head: 'Verdict',
    cell: ({ judged }) =>
      judged.judgements.map(({ badge, word }) => (
        <Badge key={badge} kind={badge}>
          {word}
        </Badge>
      )),
  },
]
