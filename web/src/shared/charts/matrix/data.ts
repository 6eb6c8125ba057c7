import type { ChartTable } from '../kit/table'
import { type Unit, show, showBare } from '../kit/units'

/** What two audiences have in common; null where it is not shown. */
export interface MatrixCell {
  readonly value: number | null
  /** Facts for the tip, such as “lift 2.10”. */
  readonly fact?: string | undefined
}

export interface MatrixData {
  /** What is measured, such as “Share of the row’s profiles that are in the column’s audience”. */
  readonly name: string
  /** `rate` for shares, `times` for lifts. */
  readonly unit: Unit
  readonly names: readonly string[]
  /** Row by row; the diagonal is not looked at. */
  readonly cells: readonly (readonly MatrixCell[])[]
  /** The row that is looked at. */
  readonly current?: number | undefined
  /** Why cells may be missing. */
  readonly missing: string
}

/** The values of all cells off the diagonal. */
function values({ cells }: MatrixData): number[] {
  return cells.flatMap((row, y) =>
    row.flatMap(({ value }, x) => (x === y || value === null ? [] : [value])),
  )
}

/** Five bounds between six colours, evenly up to the largest value. */
export function bounds(data: MatrixData): number[] {
  const most = Math.max(0, ...values(data))
  return [1, 2, 3, 4, 5].map((step) => (step * most) / 6)
}

/** The colour of a value: 1 (least) to 6 (most). */
export function shadeOf(value: number, limits: readonly number[]): number {
  return 1 + limits.filter((limit) => value > limit).length
}

/** Write what a cell shows: shares without decimals. */
export function matrixText(value: number | null, unit: Unit): string {
  if (value === null) return ''
  return unit === 'rate' ? showBare(Math.round(value * 100), 'index') : showBare(value, unit)
}

/** The figures as rows: one for each two. */
export function matrixTable(data: MatrixData): ChartTable {
  const { names, cells, unit } = data
  return {
    columns: [{ label: 'Audience' }, { label: 'With' }, { label: data.name, unit }],
    rows: names.flatMap((row, y) =>
      names.flatMap((column, x) => (x === y ? [] : [[row, column, cells[y]?.[x]?.value ?? null]])),
    ),
  }
}

/** Say the largest three. */
export function matrixSentence({ name, names, cells, unit }: MatrixData): string {
  const all = names.flatMap((row, y) =>
    names.flatMap((column, x) => {
      const value = cells[y]?.[x]?.value ?? null
      return x === y || value === null ? [] : [{ row, column, value }]
    }),
  )
  const top = all.sort((a, b) => b.value - a.value).slice(0, 3)
  const said = top.map(({ row, column, value }) => `${row} and ${column} ${show(value, unit)}`)
  return `${name}, ${names.length} audiences. Largest: ${said.join('; ') || 'none is shown'}.`
}
