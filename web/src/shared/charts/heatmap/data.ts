import type { Estimate } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import type { Tone } from '../kit/tone'
import { type Unit, show, showBare, showRange } from '../kit/units'

/** What stands above a column: an asset. */
export interface HeatColumn {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly image?: string | null | undefined
  readonly href?: string | undefined
  readonly tone?: Tone | undefined
}

/** What stands before a row: an audience, with what it gives on average. */
export interface HeatRow {
  readonly id: string
  readonly name: string
  /** A fact below the name, such as “20,849 reached”. */
  readonly fact?: string | undefined
  readonly href?: string | undefined
  readonly mean: number | null
}

/** How a cell is to be read: as it stands, as maybe chance, as too little data, or not at all. */
export type HeatState = 'clear' | 'unsure' | 'few' | 'suppressed' | 'none'

export interface HeatCell {
  readonly estimate: Estimate
  readonly people: number | null
  readonly state: HeatState
  /** The best of its row that keeps its viewers. */
  readonly best?: boolean | undefined
  /** The probability of that, where it is known. */
  readonly chance?: number | undefined
}

export interface HeatData {
  /** What is measured, such as “Take rate”. */
  readonly name: string
  readonly unit: Unit
  /** The unit of differences from the row's mean; `points` for rates. */
  readonly differenceUnit: Unit
  readonly rowsName: string
  /** What the columns are of; assets by default. */
  readonly columnsName?: string | undefined
  /** What stands above the means of rows; “All assets” by default. */
  readonly meansName?: string | undefined
  readonly columns: readonly HeatColumn[]
  readonly rows: readonly HeatRow[]
  /** Row by row, a cell for each column. */
  readonly cells: readonly (readonly HeatCell[])[]
  /** What the ends of the colours mean; “worse” and “better” by default. */
  readonly ends?: readonly [low: string, high: string] | undefined
  /** Fewer people than this are too little data. */
  readonly few: number
  /** Fewer people than this are not shown. */
  readonly hidden: number
}

/** How far a cell is from its row's mean: −3 (much worse) to 3 (much better). */
export type Level = -3 | -2 | -1 | 0 | 1 | 2 | 3

/** Put a value on the scale of colours by its relative difference from the row's mean. */
export function levelOf(value: number | null, mean: number | null): Level {
  if (value === null || mean === null || mean <= 0) return 0
  const off = value / mean - 1
  const size = [0.03, 0.22, 0.42].filter((step) => Math.abs(off) >= step).length
  return (size === 0 ? 0 : Math.sign(off) * size) as Level
}

/** The figures as rows: one for each cell, with its people. */
export function heatTable(data: HeatData): ChartTable {
  const { rowsName, columns, rows, cells, unit } = data
  return {
    columns: [
      { label: rowsName },
      { label: data.columnsName ?? 'Asset' },
      { label: data.name, unit },
      { label: 'Low', unit },
      { label: 'High', unit },
      { label: 'Profiles', unit: 'count' },
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

/** Say how a cell is to be read. */
export function readingOf({ state, best }: HeatCell, { few, hidden }: HeatData): string {
  switch (state) {
    case 'clear':
      return best ? 'Best that keeps its viewers' : 'Beyond chance'
    case 'unsure':
      return best ? 'Likely best, could be chance' : 'Could be chance'
    case 'few':
      return `Under ${few} profiles: too little data`
    case 'suppressed':
      return `Under ${hidden}: not shown, so nobody can be singled out`
    case 'none':
      return 'Never shown'
  }
}

/** Write what a cell shows: the figure, and the difference from the row's mean. */
export function cellText(cell: HeatCell, mean: number | null, data: HeatData): [string, string] {
  if (cell.state === 'suppressed') return [`<\u202f${data.hidden}`, '']
  const { value } = cell.estimate
  if (value === null || cell.state === 'none') return ['–', '']
  const difference =
    mean === null || cell.state === 'few' ? '' : showBare(value - mean, data.differenceUnit)
  return [showBare(value, data.unit), difference]
}

/** Say what a cell holds, line by line. */
export function cellLines(cell: HeatCell, data: HeatData): [string, string][] {
  if (cell.state === 'suppressed' || cell.estimate.value === null) return []
  const lines: [string, string][] = [[data.name, show(cell.estimate.value, data.unit)]]
  const range = showRange(cell.estimate, data.unit)
  if (range) lines.push(['95% interval', range])
  if (cell.people !== null) lines.push(['Profiles', show(cell.people, 'count')])
  return lines
}

/** Say which column is best for which rows. */
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
  return `${of}. ${best.join('; ') || 'None is surely best'}.`
}
