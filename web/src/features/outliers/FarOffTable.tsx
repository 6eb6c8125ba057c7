import { useEffect, useRef } from 'react'
import { Link } from 'wouter'

import { Effect, EffectScale, effectTicks } from '@/shared/charts/effect/Effect'
import { capital, number, signed } from '@/shared/format'
import { type Shown, Thumb } from '@/shared/media'
import { Badge, DataTable, type TableColumn } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './FarOffTable.module.css'
import type { Outlier } from './findings'
import { scaleOf } from './scale'

interface FarOffTableProps {
  found: readonly Outlier[]
  /** Pictures by the id of an asset or a title. */
  pictures: ReadonlyMap<string, Shown>
  /** The asset that a link points at. */
  here: string | null
  /** Adds the filters of the page to an address. */
  keep: (address: string) => string
}

/** Outliers with their differences on one scale. */
export function FarOffTable({ found, ...rest }: FarOffTableProps) {
  return (
    <div className={styles.table}>
      <DataTable
        caption="Outliers and their differences"
        columns={columnsOf(scaleOf(found), rest)}
        rows={found}
        keyOf={keyOf}
        cards
      />
    </div>
  )
}

function keyOf({ level, id }: Outlier): string {
  return `${level} ${id}`
}

function columnsOf(
  domain: [number, number],
  about: Omit<FarOffTableProps, 'found'>,
): readonly TableColumn<Outlier>[] {
  const ticks = effectTicks(domain, ROOM)
  return [
    {
      key: 'name',
      head: 'Asset or title',
      value: ({ name }) => name,
      cell: (one) => <Subject one={one} {...about} />,
    },
    {
      key: 'reason',
      head: 'Finding',
      cell: ({ direction, reason }) => (
        <span className={styles.finding}>
          <Badge kind={direction === 'over' ? 'high' : 'low'} />
          <span>{reason}</span>
        </span>
      ),
    },
    {
      key: 'difference',
      head: (
        <span className={styles.head}>
          Difference from similar ones
          <EffectScale domain={domain} ticks={ticks} />
        </span>
      ),
      value: ({ difference }) => difference,
      cell: ({ difference, low, high }) => (
        <Effect
          effect={{ value: difference, low, high }}
          domain={domain}
          ticks={ticks}
          tone="odd"
        />
      ),
    },
    {
      key: 'impact',
      head: 'Extra viewers',
      figures: true,
      value: ({ impact }) => impact,
      cell: ({ impact }) => signed(impact, 0),
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
      value: ({ q }) => q,
      cell: ({ sure }) => <span className={styles.sure}>{capital(sure)}</span>,
    },
  ]
}

/** The approximate width of the scale in px, to choose its ticks. */
const ROOM = 260

interface SubjectProps extends Omit<FarOffTableProps, 'found'> {
  one: Outlier
}

function Subject({ one, pictures, here, keep }: SubjectProps) {
  const { level, id, name, title, titleName, kind } = one
  const asset = pictures.get(id)
  const meant = here === id
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (meant) link.current?.scrollIntoView({ block: 'center' })
  }, [meant])
  return (
    <span className={styles.subject}>
      <span>{asset && <Thumb asset={asset} width={34} ratio="2/3" />}</span>
      <span>
        <Link
          ref={link}
          href={keep(places.title(title ?? id, level === 'asset' ? id : undefined))}
          aria-current={meant || undefined}
        >
          <bdi>{name}</bdi>
        </Link>
        <small>
          <bdi>{level === 'asset' ? (titleName ?? kind) : kind}</bdi>
        </small>
      </span>
    </span>
  )
}
