import type { HeatCell, HeatColumn, HeatData } from '@/shared/charts/heatmap/data'
import { measure } from '@/shared/format'

import type { Answer, Row } from './answer'
import { cutOf, grouped, mannerOf, weightOf } from './manner'
import { scaled, UNKNOWN } from '@/shared/charts/kit/estimate'
import { dimensionWords } from './names'

/** Two dimensions as rows and columns. */
export interface Grid {
  data: HeatData
  /** The note above it. */
  lead: string | null
}

const ROWS = 14
const COLUMNS = 8
const FEW = 250

/** The smallest group that is shown. */
interface Bounds {
  hidden: number
}

type Groups = readonly [id: string, rows: readonly Row[]][]

function cellsOf(answer: Answer): ReadonlyMap<string, Row> {
  const [one = '', other = ''] = answer.keys
  return new Map(
    answer.rows.map((row) => [`${answer.id(row, one)}\n${answer.id(row, other)}`, row]),
  )
}

function columnsOf(answer: Answer, groups: Groups, key: string): HeatColumn[] {
  return groups.map(([id, [row]]) => ({ id, name: row ? answer.fullName(row, key) : id }))
}

/** Return the grid of a rate or another ratio: each cell compared with the mean of its row. */
export function ratioGrid(answer: Answer, drawn: string, { hidden }: Bounds): Grid {
  const [rowKey = '', columnKey = ''] = answer.keys
  const { unit, differences, factor } = mannerOf(drawn)
  const weight = weightOf(answer, drawn)
  const [allRows, allColumns] = answer.keys.map((key) => grouped(answer, key, weight))
  const rows = (allRows ?? []).slice(0, ROWS)
  const columns = (allColumns ?? []).slice(0, COLUMNS)
  const cells = cellsOf(answer)
  const means = rows.map(([, own]) => meanOf(answer, own, { drawn, factor, mean: null }))
  const data: HeatData = {
    name: measure(drawn).label,
    unit,
    differenceUnit: differences,
    rowsName: dimensionWords(rowKey),
    columnsName: dimensionWords(columnKey),
    meansName: 'Mean',
    ends: ['lower', 'higher'],
    columns: columnsOf(answer, columns, columnKey),
    rows: columnsOf(answer, rows, rowKey).map((row, y) => ({ ...row, mean: means[y] ?? null })),
    cells: rows.map(([id], y) =>
      columns.map(([x]) =>
        cellOf(answer, cells.get(`${id}\n${x}`), { drawn, factor, mean: means[y] ?? null }),
      ),
    ),
    few: FEW,
    hidden,
  }
  return { data, lead: cutOf(allRows?.length ?? 0, ROWS, 'largest') }
}

/**
 * Return the grid of a sum: the shares of rows in each column, beside those in all columns.
 *
 * The sums themselves would only show which rows and columns are large.
 */
export function shareGrid(answer: Answer, drawn: string, { hidden }: Bounds): Grid {
  const [columnKey = '', rowKey = ''] = answer.keys
  const columns = grouped(answer, columnKey, drawn).slice(0, COLUMNS)
  const rows = grouped(answer, rowKey, drawn).slice(0, ROWS)
  const cells = cellsOf(answer)
  const sum = (some: readonly Row[]) =>
    some.reduce((all, row) => all + (answer.estimate(row, drawn).value ?? 0), 0)
  const total = sum(answer.rows)
  const label = measure(drawn).label
  const data: HeatData = {
    name: `Share of ${label.toLowerCase()}`,
    unit: 'rate',
    differenceUnit: 'points',
    rowsName: dimensionWords(rowKey),
    columnsName: dimensionWords(columnKey),
    meansName: 'All',
    ends: ['less than all', 'more'],
    columns: columnsOf(answer, columns, columnKey),
    rows: columnsOf(answer, rows, rowKey).map((row, y) => ({
      ...row,
      mean: total > 0 ? sum(rows[y]?.[1] ?? []) / total : null,
    })),
    cells: rows.map(([y]) =>
      columns.map(([x, own]) => {
        const cell = cellOf(answer, cells.get(`${x}\n${y}`), { drawn, factor: 1, mean: null })
        return { ...cell, estimate: scaled(cell.estimate, 1 / (sum(own) || 1)) }
      }),
    ),
    few: FEW,
    hidden,
  }
  return {
    data,
    lead: 'Shares of rows in each column, beside those of all columns. The largest are drawn.',
  }
}

/**
 * Return the mean of a row's cells, weighted by people.
 *
 * This differs from the rate of the row as a whole, which counts people in several cells once and so
 * would be higher than in any cell.
 */
function meanOf(answer: Answer, rows: readonly Row[], { drawn, factor }: CellOf): number | null {
  const weight = weightOf(answer, drawn)
  const known = rows.flatMap((row) => {
    const { value } = answer.estimate(row, drawn)
    const many = weight === drawn ? 1 : (answer.estimate(row, weight).value ?? 0)
    return value === null ? [] : [{ value, many }]
  })
  const all = known.reduce((sum, { many }) => sum + many, 0)
  const sum = known.reduce((sum, { value, many }) => sum + value * many, 0)
  return all > 0 ? (factor * sum) / all : null
}

interface CellOf {
  drawn: string
  factor: number
  mean: number | null
}

function cellOf(answer: Answer, row: Row | undefined, { drawn, factor, mean }: CellOf): HeatCell {
  if (row === undefined) {
    return { estimate: UNKNOWN, people: null, state: answer.suppressed > 0 ? 'suppressed' : 'none' }
  }
  const estimate = scaled(answer.estimate(row, drawn), factor)
  const people = answer.cell(row, 'reach')
  const known = typeof people === 'number' ? people : null
  const cell = { estimate, people: known }
  if (estimate.value === null) return { ...cell, state: 'none' }
  if (known !== null && known < FEW) return { ...cell, state: 'few' }
  const { low, high } = estimate
  const chance = mean !== null && low !== null && high !== null && low <= mean && mean <= high
  return { ...cell, state: chance ? 'unsure' : 'clear' }
}
