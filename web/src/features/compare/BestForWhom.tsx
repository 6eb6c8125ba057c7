import { Link } from 'wouter'

import { showChance } from '@/shared/charts/kit/units'
import { measure, number, percent } from '@/shared/format'
import { Thumb } from '@/shared/media'
import {
  Badge,
  Button,
  DataTable,
  Letter,
  Message,
  Panel,
  SkeletonLines,
  type TableColumn,
} from '@/shared/ui'
import { places } from '@/shared/url'

import { FEW, type ForWhom, forWhom, surely } from './audiences'
import { type Comparison, misleading, rateOf } from './comparison'
import styles from './evidence.module.css'
import type { SetCompare } from './state'
import { drawn, type View } from './view'

/** How many audiences are shown if the same asset is best for all of them. */
const FEWER = 5

interface BestForWhomProps {
  view: View
  /** The comparison without the asset that loses viewers, if there is one. */
  without: Comparison | null
  /** Whether to show all audiences. */
  all: boolean
  set: SetCompare
}

/** The best asset for each audience; never an asset that loses viewers. */
export function BestForWhom({ view, without, all, set }: BestForWhomProps) {
  const { comparison } = view
  const left = misleading(comparison)
  if (left !== null && view.subjects.length < 3) return null
  const judged = left === null ? comparison : without
  const rows = judged ? forWhom(judged) : []
  const few = rows.some(({ differs, best }) => differs && best !== judged?.arms[0]?.asset)
    ? FEW
    : FEWER
  const shown = all ? rows : rows.slice(0, few)
  if (judged && rows.length === 0) return null
  return (
    <Panel
      title="Best for whom"
      lead={judged ? leadOf(view, rows, judged) : 'Loading…'}
      actions={
        rows.length > few && (
          <Button small variant="quiet" onClick={() => set({ all: !all })}>
            {all ? `Top ${few}` : `Show all ${rows.length}`}
          </Button>
        )
      }
    >
      {left !== null && (
        <div className={styles.left}>
          <Message tone="hint" fact={`${view.nameOf(left)} is excluded:`}>
            it wins plays but loses viewers.
          </Message>
        </div>
      )}
      {judged ? (
        <DataTable
          caption="Best asset by audience"
          columns={columnsOf(view, judged.arms[0]?.asset ?? '')}
          rows={shown}
          keyOf={({ audience }) => audience}
        />
      ) : (
        <SkeletonLines lines={6} />
      )}
    </Panel>
  )
}

function leadOf({ nameOf }: View, rows: readonly ForWhom[], judged: Comparison): string {
  const sure = rows.filter(({ differs, best }) => differs && best !== judged.arms[0]?.asset)
  if (sure.length === 0)
    return `${nameOf(judged.arms[0]?.asset ?? '')} is the most likely best overall. No audience prefers another, beyond chance.`
  const said = sure.slice(0, 2).map(({ name, best, probability }) => {
    return `for ${name} it’s ${nameOf(best ?? '')} (${showChance(probability)})`
  })
  return `Mostly ${nameOf(judged.arms[0]?.asset ?? '')}; ${said.join(', ')}.`
}

function columnsOf(view: View, leader: string): TableColumn<ForWhom>[] {
  const { comparison, nameOf, letterOf, subjects } = view
  const { label, value } = measure(comparison.measure)
  const { scale } = drawn(comparison.measure)
  const most = Math.max(
    ...comparison.arms.map((arm) => (scale(rateOf(arm, comparison.basis)).high ?? 0) * 1.6),
  )
  return [
    {
      key: 'name',
      head: 'Audience',
      value: ({ name }) => name,
      cell: (row) => <Link href={places.audience(row.audience)}>{row.name}</Link>,
    },
    {
      key: 'best',
      head: 'Best asset',
      value: ({ best }) => (best === null ? null : nameOf(best)),
      cell: ({ best }) => {
        const shown = subjects.find(({ id }) => id === best)?.shown
        if (best === null) return <span className="sub">not enough data</span>
        return (
          <span className={styles.asset}>
            {shown && <Thumb asset={shown} width={26} ratio="2/3" />}
            <Letter outlined={best !== leader}>{letterOf(best) ?? '?'}</Letter>
            <span>{nameOf(best)}</span>
          </span>
        )
      },
    },
    {
      key: 'rate',
      head: label,
      figures: true,
      value: ({ rate }) => rate,
      cell: ({ rate }) =>
        rate === null ? (
          '–'
        ) : (
          <span className={styles.rate}>
            <span aria-hidden="true">
              <i style={{ width: `${Math.min(100, (100 * rate) / most)}%` }} />
            </span>
            {value(rate)}
          </span>
        ),
    },
    {
      key: 'loss',
      head: `Lost with ${nameOf(leader)}`,
      figures: true,
      value: ({ loss }) => loss,
      cell: ({ loss, best }) =>
        best === leader ? (
          <span className="sub">nothing</span>
        ) : loss === null ? (
          '–'
        ) : (
          percent(loss, 0)
        ),
    },
    {
      key: 'probability',
      head: 'Probability',
      figures: true,
      value: ({ probability }) => probability,
      cell: ({ probability }) => showChance(probability),
    },
    {
      key: 'people',
      head: 'People',
      figures: true,
      value: ({ people }) => people,
      cell: ({ people }) => number(people),
    },
    {
      key: 'sure',
      head: 'Certainty',
      cell: ({ probability, differs }) => <Sureness probability={probability} differs={differs} />,
    },
  ]
}

function Sureness({ probability, differs }: { probability: number | null; differs: boolean }) {
  return (
    <span className={styles.asset}>
      <span className="sub2">{surely(probability)}</span>
      {differs && <Badge kind="wins_with">differs from other audiences</Badge>}
    </span>
  )
}
