import type { ReactNode } from 'react'

import styles from './DataTable.module.css'
import { type ChartTable, showCell } from './table'

interface DataTableProps {
  readonly caption: string
  readonly table: ChartTable
}

/** The figures of a chart as a table. */
export function DataTable({ caption, table }: DataTableProps): ReactNode {
  return (
    // Wide tables scroll, which must work by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`${caption}, as a table`}>
      <table className={styles.tbl}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.label} scope="col" data-figures={column.unit !== undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {table.columns.map((column, place) =>
                place === 0 ? (
                  <th key={column.label} scope="row">
                    {showCell(row[place], column)}
                  </th>
                ) : (
                  <td key={column.label} data-figures={column.unit !== undefined}>
                    {showCell(row[place], column)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
