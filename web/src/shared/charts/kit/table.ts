import { type Unit, show } from './units'

/** A column of a chart's table. Figures are in the unit's own measure: rates are shares of one. */
export interface ChartColumn {
  readonly label: string
  /** Set for figures; words have none. */
  readonly unit?: Unit | undefined
}

/** What a cell holds; null is not shown or not there. */
export type ChartCell = string | number | null

/** The figures of a chart as rows, for reading and for taking along. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[]
  readonly rows: readonly (readonly ChartCell[])[]
}

/** Write a cell as it is read. */
export function showCell(cell: ChartCell | undefined, column: ChartColumn): string {
  if (cell === null || cell === undefined) return '–'
  return typeof cell === 'number' ? show(cell, column.unit ?? 'times') : cell
}

/** Write a table as CSV (RFC 4180), with figures at full precision and no signs that are formulas. */
export function toCsv(table: ChartTable): string {
  const lines = [table.columns.map((column) => column.label), ...table.rows]
  return lines.map((cells) => cells.map(field).join(',') + '\r\n').join('')
}

function field(cell: ChartCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
