import { type Unit, show } from './units'

/** A column of a chart's table. Figures are raw: rates are shares of one. */
export interface ChartColumn {
  readonly label: string
  /** The unit of figures; text has none. */
  readonly unit?: Unit | undefined
}

/** The value of a cell; null is hidden or missing. */
export type ChartCell = string | number | null

/** The figures of a chart as a table, to read or export. */
export interface ChartTable {
  readonly columns: readonly ChartColumn[]
  readonly rows: readonly (readonly ChartCell[])[]
}

/** Return a cell as text. */
export function showCell(cell: ChartCell | undefined, column: ChartColumn): string {
  if (cell === null || cell === undefined) return '–'
  return typeof cell === 'number' ? show(cell, column.unit ?? 'times') : cell
}

/** Return a table as CSV (RFC 4180), with full precision and without formulas. */
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
