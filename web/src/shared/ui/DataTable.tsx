import clsx from 'clsx'
import { type ReactNode, useMemo, useState } from 'react'

import { IconButton } from './Button'
import styles from './DataTable.module.css'
import { Icon } from './Icon'
import { type Sort, sorted } from './sorting'

/** A column of a table of `Row`s. */
export interface TableColumn<Row> {
  key: string
  head: ReactNode
  /** What the cell shows. */
  cell: (row: Row) => ReactNode
  /** What it is sorted by, and what stands in the CSV. */
  value?: (row: Row) => string | number | null
  /** Figures stand at the right, the greatest first when sorted. */
  figures?: boolean
}

interface DataTableProps<Row> {
  /** What the table is of: said to who listens, and the name of its file. */
  caption: string
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** Where the order stands, such as in the address; else the table keeps it itself. */
  sort?: Sort | null
  onSort?: (sort: Sort) => void
  /** Takes the rows along as a file; the button is there only with it. */
  onTake?: () => void
  /** Stands in place of rows when there are none. */
  empty?: ReactNode
}

/** Rows that can be sorted by each column; the head stays in sight, wide tables scroll in place. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, keyOf, onTake, empty } = props
  const [own, setOwn] = useState<Sort | null>(null)
  const sort = props.sort ?? own
  const shown = useMemo(() => {
    const value = columns.find(({ key }) => key === sort?.key)?.value
    return sort && value ? sorted(rows, value, sort.down) : rows
  }, [columns, rows, sort])
  const turn = ({ key, figures = false }: TableColumn<Row>) =>
    (props.onSort ?? setOwn)({ key, down: sort?.key === key ? !sort.down : figures })
  if (rows.length === 0 && empty) return empty
  return (
    <div className={styles.around}>
      {onTake && (
        <IconButton
          className={styles.take}
          icon="download"
          label={`Take “${caption}” as CSV`}
          onClick={onTake}
        />
      )}
      {/* Wide tables scroll, and the keyboard must be able to do that. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={caption}>
        <table className={styles.tbl}>
          <caption className="vh">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.key} column={column} sort={sort} onTurn={() => turn(column)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ key, cell, figures }) => (
                  <td key={key} className={clsx(figures && styles.n)}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

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
