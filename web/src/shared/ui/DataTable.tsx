import clsx from 'clsx'
import { memo, type ReactNode, useMemo, useState } from 'react'

import { IconButton } from './Button'
import styles from './DataTable.module.css'
import { Icon } from './Icon'
import { type Sort, sorted } from './sorting'
import { type Span, useWindowed } from './useWindowed'

/** A column of a table of `Row`s. */
export interface TableColumn<Row> {
  key: string
  head: ReactNode
  /** The content of a cell. */
  cell: (row: Row) => ReactNode
  /** The value to sort by and to export. */
  value?: (row: Row) => string | number | null
  /** Whether it has figures: right-aligned, and sorted in descending order first. */
  figures?: boolean
  /** The total, in a sticky row below the head. */
  total?: ReactNode
  /** The CSS width; windowed tables need it, as not all of their rows are rendered. */
  width?: string
}

interface DataTableProps<Row> {
  /** The caption for screen readers, and the name of its file. */
  caption: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** The sort order, if it is kept outside the table. */
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  /** Exports the rows; without it there is no export button. */
  onTake?: () => void
  /** Shown instead of the table without rows. */
  empty?: ReactNode
  /** Whether to render only the rows in the viewport; all have one line. */
  windowed?: boolean
  /** Whether rows are cards on phones, where the table would be too wide. */
  cards?: boolean
}

/** The height of a row in a windowed table, as in the style sheet. */
const LINE = 37
const ALL: Span = { first: 0, end: Infinity }

/** A sortable table with a sticky head; wide tables scroll in place. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, keyOf, onTake, empty, windowed = false, cards = false } = props
  const [own, setOwn] = useState<Sort | null>(null)
  const sort = props.sort ?? own
  const shown = useMemo(() => {
    const value = columns.find(({ key }) => key === sort?.key)?.value
    return sort && value ? sorted(rows, value, sort.down) : rows
  }, [columns, rows, sort])
  const turn = ({ key, figures = false }: TableColumn<Row>) =>
    (props.onSort ?? setOwn)({ key, down: sort?.key === key ? !sort.down : figures })
  const { span, onScroll } = useWindowed(shown.length, LINE)
  if (rows.length === 0 && empty) return empty
  return (
    <div className={styles.around}>
      {onTake && (
        <IconButton
          className={styles.take}
          icon="download"
          label={`Export “${caption}” as CSV`}
          onClick={onTake}
        />
      )}
      {/* Wide tables scroll, which must work by keyboard. */}
      {/* eslint-disable jsx-a11y/no-noninteractive-tabindex */}
      <div
        className={styles.scroll}
        tabIndex={0}
        role="region"
        aria-label={caption}
        onScroll={windowed ? onScroll : undefined}
      >
        {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
        <table
          className={clsx(styles.tbl, windowed && styles.windowed, cards && styles.cards)}
          aria-rowcount={windowed ? shown.length + 1 : undefined}
        >
          <caption className="vh">{caption}</caption>
          {windowed && (
            <colgroup>
              {columns.map(({ key, width }) => (
                <col key={key} style={{ width }} />
              ))}
            </colgroup>
          )}
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.key} column={column} sort={sort} onTurn={() => turn(column)} />
              ))}
            </tr>
            <Totals columns={columns} />
          </thead>
          <Body {...{ columns, shown, keyOf }} span={windowed ? span : ALL} />
        </table>
      </div>
    </div>
  )
}

function Totals<Row>({ columns }: Pick<DataTableProps<Row>, 'columns'>) {
  if (columns.every(({ total }) => total === undefined)) return null
  return (
    <tr className={styles.totals}>
      {columns.map(({ key, total, figures }) => (
        <td key={key} className={clsx(figures && styles.n)}>
          {total}
        </td>
      ))}
    </tr>
  )
}

interface BodyProps<Row> extends Pick<DataTableProps<Row>, 'columns' | 'keyOf'> {
  shown: readonly Row[]
  span: Span
}

/** The rows of a span, with the space of the others above and below. */
function Body<Row>({ columns, shown, keyOf, span: { first, end } }: BodyProps<Row>) {
  const after = shown.length - Math.min(end, shown.length)
  return (
    <tbody>
      {first > 0 && <tr aria-hidden="true" style={{ height: first * LINE }} />}
      {shown.slice(first, end).map((row, n) => (
        <Line
          key={keyOf(row)}
          row={row}
          columns={columns}
          place={end === Infinity ? undefined : first + n + 2}
        />
      ))}
      {after > 0 && <tr aria-hidden="true" style={{ height: after * LINE }} />}
    </tbody>
  )
}

interface LineProps<Row> {
  row: Row
  columns: readonly TableColumn<Row>[]
  /** Its number among all rows; the head is the first. */
  place: number | undefined
}

function PlainLine<Row>({ row, columns, place }: LineProps<Row>) {
  return (
    <tr aria-rowindex={place}>
      {columns.map(({ key, head, cell, figures }) => (
        <td
          key={key}
          className={clsx(figures && styles.n)}
          data-label={typeof head === 'string' ? head : undefined}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** Memoised, so that scrolling only renders new rows. */
const Line = memo(PlainLine) as typeof PlainLine

interface HeadProps<Row> {
  column: TableColumn<Row>
  sort: Sort | null
  onTurn: () => void
}

function Head<Row>({ column, sort, onTurn }: HeadProps<Row>) {
  const { key, head, value, figures } = column
  const here = sort?.key === key
  const order = here ? (sort.down ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" className={clsx(figures && styles.n)} aria-sort={order}>
      {value ? (
        <button type="button" className={styles.sort} onClick={onTurn}>
          {head}
          {here && <Icon name={sort.down ? 'down' : 'up'} />}
        </button>
      ) : (
        head
      )}
    </th>
  )
}
