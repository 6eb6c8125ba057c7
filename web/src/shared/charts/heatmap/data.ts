import type { Estimate } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import type { Tone } from '../kit/tone'
import { type Unit, show, showBare, showRange } from '../kit/units'

/** The head of a column: an asset. */
export interface HeatColumn {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly image?: string | null | undefined
  readonly href?: string | undefined
  readonly tone?: Tone | undefined
}

/** The head of a row: an audience, with its mean. */
export interface HeatRow {
  readonly id: string
  readonly name: string
  /** A fact below the name, such as “20,849 reached”. */
  readonly fact?: string | undefined
  readonly href?: string | undefined
  readonly mean: number | null
}

/** The state of a cell: beyond chance, possibly chance, not enough data, hidden, or empty. */
export type HeatState = 'clear' | 'unsure' | 'few' | 'suppressed' | 'none'

export interface HeatCell {
  readonly estimate: Estimate
  readonly people: number | null
  readonly state: HeatState
  /** Whether it is surely the best of its row that keeps viewers; others aren't framed. */
  readonly best?: boolean | undefined
  /** The probability that it is best, where known. */
  readonly chance?: number | undefined
}

export interface HeatData {
  /** The measure, such as “Take rate”. */
  readonly name: string
  readonly unit: Unit
  /** The unit of differences from the row's mean; `points` for rates. */
  readonly differenceUnit: Unit
  readonly rowsName: string
  /** The dimension of the columns; assets by default. */
  readonly columnsName?: string | undefined
  /** The head of the means of rows; “All assets” by default. */
  readonly meansName?: string | undefined
  readonly columns: readonly HeatColumn[]
  readonly rows: readonly HeatRow[]
  /** Row by row, a cell for each column. */
  readonly cells: readonly (readonly HeatCell[])[]
  /** The ends of the colour scale; “worse” and “better” by default. */
  readonly ends?: readonly [low: string, high: string] | undefined
  /** Cells with fewer people than this don't have enough data. */
  readonly few: number
  /** Cells with fewer people than this are hidden. */
  readonly hidden: number
}

/** The difference of a cell from its row's mean: −3 (much worse) to 3 (much better). */
export type Level = -3 | -2 | -1 | 0 | 1 | 2 | 3

/** Return the colour level of a value by its relative difference from the row's mean. */
export function levelOf(value: number | null, mean: number | null): Level {
  if (value === null || mean === null || mean <= 0) return 0
  const off = value / mean - 1
  const size = [0.03, 0.22, 0.42].filter((step) => Math.abs(off) >= step).length
  return (size === 0 ? 0 : Math.sign(off) * size) as Level
}

/** Return the figures as a table: a row per cell. */
export function heatTable(data: HeatData): ChartTable {
  const { rowsName, columns, rows, cells, unit } = data
  return {
    columns: [
      { label: rowsName },
      { label: data.columnsName ?? 'Asset' },
      { label: data.name, unit },
      { label: 'Low', unit },
      { label: 'High', unit },
      { label: 'People', unit: 'count' },
      { label: 'Reading' },
    ],
    rows: rows.flatMap((row, y) =>
      columns.map((column, x) => {
        const cell = cells[y]?.[x]
        const { value = null, low = null, high = null } = cell?.estimate ?? {}
        const reading = cell ? readingOf(cell, data) : ''
        return [row.name, column.name, value, low, high, cell?.people ?? null, reading]
      }),
    ),
  }
}

/** Return the state of a cell in words. */
export function readingOf({ state, best }: HeatCell, { few, hidden }: HeatData): string {
  switch (state) {
    case 'clear':
      return best ? 'Best that keeps viewers' : 'Beyond chance'
    case 'unsure':
      return 'Could be chance'
    case 'few':
      return `Under ${few} people: not enough data`
    case 'suppressed':
      return `Under ${hidden} people: hidden`
    case 'none':
      return 'Never shown'
  }
}

/** Return the text of a cell: the figure, and the difference from the row's mean. */
export function cellText(cell: HeatCell, mean: number | null, data: HeatData): [string, string] {
  if (cell.state === 'suppressed') return [`<\u202f${data.hidden}`, '']
  const { value } = cell.estimate
  if (value === null || cell.state === 'none') return ['–', '']
  const difference =
    mean === null || cell.state === 'few' ? '' : showBare(value - mean, data.differenceUnit)
  return [showBare(value, data.unit), difference]
}

/** Return the lines of a cell's tooltip. */
export function cellLines(cell: HeatCell, data: HeatData): [string, string][] {
  if (cell.state === 'suppressed' || cell.estimate.value === null) return []
  const lines: [string, string][] = [[data.name, show(cell.estimate.value, data.unit)]]
  const range = showRange(cell.estimate, data.unit)
  if (range) lines.push(['95% interval', range])
  if (cell.people !== null) lines.push(['People', show(cell.people, 'count')])
  return lines
}

/** Describe which column is best for which rows. */
export function heatSentence(data: HeatData): string {
  const { name, rowsName, columnsName = 'asset', columns, rows, cells } = data
  const best = columns.flatMap((column, x) => {
    const won = rows.filter((_, y) => cells[y]?.[x]?.best && cells[y][x].state === 'clear')
    return won.length === 0
      ? []
      : [`${column.name} is best for ${won.map((row) => row.name).join(', ')}`]
  })
  const size = `${rows.length} × ${columns.length}`
  const of = `${name} by ${rowsName.toLowerCase()} and ${columnsName.toLowerCase()} (${size})`
  return `${of}. ${best.join('; ') || 'None is clearly best'}.`
}
