import { useMemo } from 'react'

import { measure } from '@/shared/format'
import { Figure } from '@/shared/figure'
import { Term } from '@/shared/glossary'
import { DataTable, type Sort, type TableColumn } from '@/shared/ui'

import { type Answer, bucketName, type Row } from './answer'
import { MeasureCell, scaleOf, TotalCell } from './MeasureCell'
import { KeyCell } from './KeyCell'
import { dimensionWords } from './names'
import type { Assets } from './useAssets'

interface ResultTableProps {
  answer: Answer
  caption: string
  grain: string
  /** The order of rows in the question. */
  order: readonly string[]
  totals: boolean
  assets: Assets
  onSort: (column: string, down: boolean) => void
}

/** The rows of an answer; the service sorts them, as not all of them may be loaded. */
export function ResultTable(props: ResultTableProps) {
  const { answer, caption, grain, order, totals, assets, onSort } = props
  const columns = useMemo(
    () => [...keyColumns(answer, { grain, totals, assets }), ...measureColumns(answer, totals)],
    [answer, grain, totals, assets],
  )
  const places = useMemo(() => new Map(answer.rows.map((row, n) => [row, String(n)])), [answer])
  const [first = ''] = order
  const key = first.replace(/^-/, '')
  const sort: Sort = { key, down: key !== first }
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={answer.rows}
      keyOf={(row) => places.get(row) ?? ''}
      sort={sort}
      onSort={({ key, down }) => onSort(key, down)}
      windowed
    />
  )
}

const LONGEST = 34

type KeyColumns = Pick<ResultTableProps, 'grain' | 'totals' | 'assets'>

function keyColumns(answer: Answer, { grain, totals, assets }: KeyColumns): TableColumn<Row>[] {
  const columns = answer.keys.map((key): TableColumn<Row> => {
    const name = (row: Row) => answer.fullName(row, key)
    const longest = answer.rows
      .slice(0, 500)
      .reduce((most, row) => Math.max(most, name(row).length), 8)
    return {
      key,
      head: dimensionWords(key),
      cell: (row) => <KeyCell name={key} {...{ answer, row, assets }} />,
      value: (row) => name(row),
      width: `min(${Math.round(Math.min(longest, LONGEST) * 7.6 + 24)}px, 44vw)`,
    }
  })
  if (answer.timed) {
    columns.push({
      key: 'time',
      head: 'Time',
      cell: (row) => bucketName(String(answer.cell(row, 'time')), grain),
      value: (row) => String(answer.cell(row, 'time')),
      width: '168px',
    })
  }
  const [first, ...others] = columns
  return first && totals ? [{ ...first, total: 'All rows' }, ...others] : columns
}

function measureColumns(answer: Answer, totals: boolean): TableColumn<Row>[] {
  return answer.measures.map((name) => {
    const scale = scaleOf(answer, name)
    return {
      key: name,
      head: measure(name).label,
      figures: true,
      cell: (row: Row) => (
        <MeasureCell name={name} estimate={answer.estimate(row, name)} scale={scale} />
      ),
      value: (row: Row) => answer.estimate(row, name).value,
      width: answer.hasInterval(name) ? 'var(--wide)' : 'var(--slim)',
      ...(totals && { total: <Total answer={answer} name={name} /> }),
    }
  })
}

function Total({ answer, name }: { answer: Answer; name: string }) {
  const { value, low, high } = answer.total(name)
  return (
    <TotalCell low={low} high={high} name={name}>
      <Figure
        measure={name}
        value={measure(name).value(value)}
        of="all rows"
        origin={answer.meta}
        suppressed={answer.totalsSuppressed ? 'too few people' : null}
        size="text"
      />
    </TotalCell>
  )
}

/** The measures of an answer with their definitions. */
export function Legend({ measures }: { measures: readonly string[] }) {
  return (
    <>
      {measures.map((name) => (
        <Term key={name} word={name}>
          {measure(name).label}
        </Term>
      ))}
    </>
  )
}
