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

/** Say whether any cell off the diagonal is not shown. */
export function isMissing({ cells }: MatrixData): boolean {
  return cells.some((row, y) => row.some(({ value }, x) => x !== y && value === null))
}

/** Five bounds between six colours, evenly from the least value to the largest. */
export function bounds(data: MatrixData): number[] {
  const all = values(data)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  return all.length === 0 ? [] : [1, 2, 3, 4, 5].map((step) => least + (step * (most - least)) / 6)
}

/** The colour of a value: 1 (least) to 6 (most). */
export function shadeOf(value: number, limits: readonly number[]): number {
  return 1 + limits.filter((limit) => value > limit).length
}

/** Multiples below and above one have colours of their own, by halves of a doubling. */
const STEPS = [1.05, 1.25, 1.6]

/** How far a multiple is from one: -3 (far below) to 3 (far above). */
export function levelOf(value: number): number {
  const far = Math.max(value, 1 / value)
  return Math.sign(value - 1) * STEPS.filter((step) => far > step).length
}

/** A cell's colour and that of what is written on it. */
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

/** Write what a cell shows: shares without decimals. */
export function matrixText(value: number | null, unit: Unit): string {
  if (value === null) return ''
  return unit === 'rate' ? showBare(Math.round(value * 100), 'index') : showBare(value, unit)
}

/** Say what a cell shows, with its unit. */
export function matrixValue(value: number | null, unit: Unit): string {
  return unit === 'rate' && value !== null ? `${matrixText(value, unit)}%` : show(value, unit)
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
