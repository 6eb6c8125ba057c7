import type { ChartTable } from '../kit/table'
import { type Unit, show, showBare } from '../kit/units'

/** The overlap of two audiences; null if it is hidden. */
export interface MatrixCell {
  readonly value: number | null
  /** Facts for the tooltip, such as “lift 2.10”. */
  readonly fact?: string | undefined
}

export interface MatrixData {
  /** The measure, such as “Share of the row’s profiles”. */
  readonly name: string
  /** `rate` for shares, `times` for lifts. */
  readonly unit: Unit
  readonly names: readonly string[]
  /** Row by row; the diagonal is ignored. */
  readonly cells: readonly (readonly MatrixCell[])[]
  /** The highlighted row. */
  readonly current?: number | undefined
  /** Why cells may be empty. */
  readonly missing: string
}

/** Return the values of all cells off the diagonal. */
function values({ cells }: MatrixData): number[] {
  return cells.flatMap((row, y) =>
    row.flatMap(({ value }, x) => (x === y || value === null ? [] : [value])),
  )
}

/** Return whether any cell off the diagonal is hidden. */
export function isMissing({ cells }: MatrixData): boolean {
  return cells.some((row, y) => row.some(({ value }, x) => x !== y && value === null))
}

/** Return five bounds between six colours, evenly from the smallest value to the largest. */
export function bounds(data: MatrixData): number[] {
  const all = values(data)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  return all.length === 0 ? [] : [1, 2, 3, 4, 5].map((step) => least + (step * (most - least)) / 6)
}

/** Return the shade of a value: 1 (least) to 6 (most). */
function shadeOf(value: number, limits: readonly number[]): number {
  return 1 + limits.filter((limit) => value > limit).length
}

/** The steps of colours for multiples below and above one. */
const STEPS = [1.05, 1.25, 1.6]

/** Return the level of a multiple: -3 (far below one) to 3 (far above). */
export function levelOf(value: number): number {
  const far = Math.max(value, 1 / value)
  return Math.sign(value - 1) * STEPS.filter((step) => far > step).length
}

/** Return the background and the text colour of a cell. */
export function coloursOf(
  value: number,
  unit: Unit,
  limits: readonly number[],
): { background: string; color: string } {
  if (unit === 'times') {
    const level = levelOf(value)
    const strong = Math.abs(level) === 3
    return {
      background: `var(--d${level})`,
      color: strong ? 'var(--d-ink-strong)' : 'var(--d-ink)',
    }
  }
  const shade = shadeOf(value, limits)
  return {
    background: `var(--q${shade})`,
    color: shade > 4 ? 'var(--q-ink-strong)' : 'var(--q-ink)',
  }
}

/** Return the text of a cell: shares without decimals. */
export function matrixText(value: number | null, unit: Unit): string {
  if (value === null) return ''
  return unit === 'rate' ? showBare(Math.round(value * 100), 'index') : showBare(value, unit)
}

/** Return the text of a cell with its unit. */
export function matrixValue(value: number | null, unit: Unit): string {
  return unit === 'rate' && value !== null ? `${matrixText(value, unit)}%` : show(value, unit)
}

/** Return the figures as a table: a row per pair. */
export function matrixTable(data: MatrixData): ChartTable {
  const { names, cells, unit } = data
  return {
    columns: [{ label: 'Audience' }, { label: 'With' }, { label: data.name, unit }],
    rows: names.flatMap((row, y) =>
      names.flatMap((column, x) => (x === y ? [] : [[row, column, cells[y]?.[x]?.value ?? null]])),
    ),
  }
}

/** Describe the largest three. */
export function matrixSentence({ name, names, cells, unit }: MatrixData): string {
  const all = names.flatMap((row, y) =>
    names.flatMap((column, x) => {
      const value = cells[y]?.[x]?.value ?? null
      return x === y || value === null ? [] : [{ row, column, value }]
    }),
  )
  const top = all.sort((a, b) => b.value - a.value).slice(0, 3)
  const said = top.map(({ row, column, value }) => `${row} and ${column} ${show(value, unit)}`)
  return `${name}, ${names.length} audiences. Largest: ${said.join('; ') || 'all are hidden'}.`
}
