import { number } from '@/shared/format'
import { DataTable, type TableColumn } from '@/shared/ui'

import type { Rejected } from './asked'
import { fieldsOf } from './fields'
import { reasonOf } from './reasons'
import styles from './RejectedRows.module.css'

interface RejectedRowsProps {
  rows: readonly Rejected[]
  /** The most rows to load. */
  most: number
  reason: string
}

/** Rejected rows, the newest first: their position, and what is wrong with them. */
export function RejectedRows({ rows, most, reason }: RejectedRowsProps) {
  return (
    <div className={styles.rows}>
      <DataTable
        caption={`Rejected rows: ${reasonOf(reason).what}`}
        columns={COLUMNS}
        rows={rows}
        keyOf={(row) => `${row.batch} ${row.table} ${row.file} ${row.row} ${row.code}`}
        cards
        empty={<p className="sub2">No rows with this reason.</p>}
      />
      {rows.length === most && (
        <p className="small sub">
          Showing the newest {number(most)}; the exports above have all of them.
        </p>
      )}
    </div>
  )
}

const COLUMNS: TableColumn<Rejected>[] = [
  {
    key: 'where',
    head: 'Source',
    cell: ({ table, file, row }) => (
      <span className={styles.where} title={file ?? undefined}>
        {table}
        <small>
          {fileName(file)}
          {row !== null && `, row ${number(row)}`}
        </small>
      </span>
    ),
    value: ({ table, file, row }) => `${table} ${file} ${row}`,
  },
  {
    key: 'message',
    head: 'Problem',
    cell: ({ column, message, code }) => (
      <span className={styles.wrong}>
        {message ?? reasonOf(code).what}
        {column !== null && <small>column {column}</small>}
      </span>
    ),
    value: ({ message }) => message,
  },
  {
    key: 'data',
    head: 'Row, without profile ids',
    cell: (row) => <Fields row={row} />,
  },
  {
    key: 'batch',
    head: 'Batch',
    figures: true,
    cell: ({ batch }) => batch ?? '–',
    value: ({ batch }) => batch,
  },
]

/** A row as its fields; the one with the problem stands out. */
function Fields({ row: { data, column, code } }: { row: Rejected }) {
  if (data === null) return <span className="sub">not kept</span>
  const fields = fieldsOf(data, column)
  if (fields === null) return <code className={styles.data}>{data}</code>
  return (
    <dl className={styles.fields}>
      {fields.map(([name, value]) => (
        <div key={name} data-wrong={name === column || undefined}>
          <dt>{name}</dt>
          <dd>{value ?? (code === 'missing_value' ? 'empty' : 'not shown')}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Return the last two parts of a path: day and file. */
function fileName(file: string | null): string {
  return file === null ? 'sent over HTTP' : file.split('/').slice(-2).join('/')
}
