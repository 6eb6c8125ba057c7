import { Suspense } from 'react'
import { Link } from 'wouter'

import { capital, count, number, percent } from '@/shared/format'
import { Thumb } from '@/shared/media'
import { lazily } from '@/shared/page'
import { Badge, type BadgeKind, ButtonLink, IconButton, Panel, Skeleton } from '@/shared/ui'
import { places } from '@/shared/url'

import { type NamedTitle, type Row, useCarrying, useNamed } from './asking'
import styles from './CellPanel.module.css'
import { indexOf } from './map'
import type { MakeState } from './state'
import { cellName, findingName, trendSentence } from './wording'

const IndexBars = lazily(() =>
  import('@/shared/charts/index/IndexBars').then(({ IndexBars }) => ({ default: IndexBars })),
)

const BADGES: Record<Row['finding'], BadgeKind> = {
  UNDER_SERVED: 'sure',
  OVER_SERVED: 'low',
  ONE_TITLE: 'keep_waiting',
  USUAL: 'no_difference',
  TOO_LITTLE_DATA: 'few',
}

interface CellPanelProps {
  row: Row
  state: MakeState
  onClose: () => void
}

/** What is known of a cell: its finding, its indexes, the titles that carry it, its trend. */
export function CellPanel({ row, state, onClose }: CellPanelProps) {
  const name = cellName(row, state)
  const trend = trendSentence(row)
  const few = row.finding === 'TOO_LITTLE_DATA'
  return (
    <Panel
      title={name}
      lead={`${number(row.hours)} hours from ${count(row.titles, 'title')}`}
      className={styles.panel ?? ''}
      actions={
        <span className={styles.close}>
          <IconButton icon="close" label="Close" onClick={onClose} />
        </span>
      }
    >
      <p>
        <Badge kind={BADGES[row.finding]}>{findingName(row.finding)}</Badge>
      </p>
      <p className={styles.words}>
        {row.sentence} {percent(row.shareOfHours)} of viewing, {percent(row.shareOfSupply)} of what
        is on offer.
      </p>
      {!few && (
        <Suspense fallback={<Skeleton height="120px" />}>
          <IndexBars bare level={3} title="Indexes" data={{ name, rows: indexes(row) }} />
        </Suspense>
      )}
      <Carrying row={row} state={state} />
      {trend && <p className={styles.words}>{trend}</p>}
      <p className={styles.acts}>
        <ButtonLink href={briefOf(row, state)} variant="primary" icon="print">
          Open the brief
        </ButtonLink>
      </p>
    </Panel>
  )
}

/** Return the address of the brief of a cell's people and market. */
function briefOf({ market, audience }: Row, { since, until, tz }: MakeState): string {
  return places.brief({ market, audience, since, until, tz })
}

function indexes(row: Row) {
  const without = { value: row.withoutTopTitle, low: null, high: null }
  return [
    { id: 'demand', name: 'Demand', index: indexOf(row, 'demand') },
    ...(row.topTitleName === null
      ? []
      : [{ id: 'without', name: `Without ${row.topTitleName}`, index: without }]),
    { id: 'taste', name: 'Taste', index: indexOf(row, 'taste') },
  ]
}

function Carrying({ row, state }: { row: Row; state: MakeState }) {
  const { data } = useCarrying(state, row)
  const hours = new Map(
    (data?.question.rows ?? []).flatMap(([id, amount]) =>
      typeof id === 'string' && typeof amount === 'number' ? [[id, amount] as const] : [],
    ),
  )
  const { data: named } = useNamed([...hours.keys()])
  if (!data || (hours.size > 0 && !named)) return <Skeleton height="180px" />
  const titles = (named?.titles.edges ?? []).map(({ node }) => node)
  const shown = titles.flatMap((title) => {
    const amount = hours.get(title.titleId)
    return amount === undefined || row.hours <= 0 ? [] : [{ title, share: amount / row.hours }]
  })
  if (shown.length === 0) return null
  const rest = 1 - shown.reduce((sum, { share }) => sum + share, 0)
  const others = row.titles - shown.length
  return (
    <>
      <h3 className={styles.head}>What carries it</h3>
      <ul className={styles.titles}>
        {shown.map(({ title, share }) => (
          <li key={title.titleId}>
            <TitlePoster title={title} />
            <Link href={places.title(title.titleId)}>{title.name}</Link>
            <b>{percent(share, 0)}</b>
          </li>
        ))}
        {others > 0 && rest > 0.005 && (
          <li>
            <span />
            <span className="sub2">{capital(count(others, 'other title'))}</span>
            <b>{percent(rest, 0)}</b>
          </li>
        )}
      </ul>
    </>
  )
}

function TitlePoster({ title }: { title: NamedTitle }) {
  const asset = title.assets.edges[0]?.node
  return asset ? <Thumb asset={asset} width={34} ratio="2/3" /> : <span />
}
