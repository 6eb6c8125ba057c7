import { type Estimate, leavesOut } from '@/shared/charts/kit/estimate'
import type { ChartTable } from '@/shared/charts/kit/table'
import { capital, country, valueName, words } from '@/shared/format'

import type { Row } from './asking'
import { BY, type By, type MakeState } from './state'

/** A row or a column of the map. */
export interface Head {
  readonly id: string
  readonly name: string
  readonly hours: number
  /** The most titles that any market offers; of rows only. */
  readonly titles: number
}

/** The diverging colour of an index: −3 far below par to 3 far above. */
export type Level = -3 | -2 | -1 | 0 | 1 | 2 | 3

/** Beyond chance, possibly chance, too little data, or without a row. */
export type CellState = 'clear' | 'unsure' | 'few' | 'hidden'

export interface MapCell {
  readonly row: Row | null
  readonly index: Estimate
  readonly state: CellState
  readonly level: Level
  /** In px; its area is proportional to hours, if that isn't too small to see. */
  readonly radius: number
}

export interface ValueMap {
  readonly values: readonly Head[]
  readonly columns: readonly Head[]
  /** [values][columns] */
  readonly cells: readonly (readonly MapCell[])[]
  /** How many values and columns are left out, because they are small. */
  readonly more: readonly [values: number, columns: number]
}

export const PAR = 100
const LARGEST = 25
const SMALLEST = 5
const MOST_VALUES = 16
const MOST_COLUMNS = 9
const STEPS = [1.07, 1.25, 1.45]

type Shown = Pick<MakeState, 'by' | 'across' | 'colour' | 'all' | 'value' | 'in'>

/** Return the map of rows: the largest values and columns, those with findings, and the chosen. */
export function mapOf(rows: readonly Row[], state: Shown): ValueMap {
  const values = headsOf(
    rows,
    (row) => row.value,
    (id) => valueLabel(state.by, id),
  )
  const columns = headsOf(rows, columnId, (id) => columnLabel(state.across, id))
  const found = rows.filter(({ finding }) => finding === 'UNDER_SERVED' || finding === 'ONE_TITLE')
  const keep = (heads: readonly Head[], most: number, wanted: readonly (string | null)[]) =>
    heads.filter(({ id }, n) => state.all || n < most || wanted.includes(id))
  const shown = keep(values, MOST_VALUES, [...found.map(({ value }) => value), state.value])
  const across = keep(columns, MOST_COLUMNS, [...found.map(columnId), state.in])
  const at = new Map(rows.map((row) => [key(row.value, columnId(row)), row]))
  const most = Math.max(0, ...rows.map(({ hours }) => hours))
  return {
    values: shown,
    columns: across,
    cells: shown.map((value) =>
      across.map((column) => cellOf(at.get(key(value.id, column.id)), state.colour, most)),
    ),
    more: [values.length - shown.length, columns.length - across.length],
  }
}

function key(value: string, column: string): string {
  return JSON.stringify([value, column])
}

/** Return the market or the audience of a row. */
export function columnId({ market, audience }: Row): string {
  return market ?? audience ?? ''
}

/** Return the name of a value, such as a genre. */
export function valueLabel(by: By, value: string): string {
  const named = value.split(' × ').map((part, n) => valueName(BY[by][n] ?? '', part))
  return capital(named.join(' × '))
}

/** Return the name of a market or an audience. */
export function columnLabel(across: MakeState['across'], id: string): string {
  if (across === 'country') return country(id)
  return across === 'region' ? id : words(id.replace(/^\w+:/, ''))
}

function headsOf(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  nameOf: (id: string) => string,
): Head[] {
  const heads = new Map<string, Head>()
  for (const row of rows) {
    const id = idOf(row)
    const { hours = 0, titles = 0 } = heads.get(id) ?? {}
    heads.set(id, {
      id,
      name: nameOf(id),
      hours: hours + row.hours,
      titles: Math.max(titles, row.titles),
    })
  }
  return [...heads.values()].sort((a, b) => b.hours - a.hours)
}

function cellOf(row: Row | undefined, colour: MakeState['colour'], most: number): MapCell {
  const index = row ? indexOf(row, colour) : { value: null, low: null, high: null }
  const size = row && most > 0 ? LARGEST * Math.sqrt(row.hours / most) : 0
  return {
    row: row ?? null,
    index,
    state: stateOf(row, index),
    level: levelOf(index.value),
    radius: Math.max(SMALLEST, size),
  }
}

/** Return an index of a row with its interval. */
export function indexOf(row: Row, colour: MakeState['colour']): Estimate {
  return colour === 'demand'
    ? { value: row.demandIndex, low: row.demandIndexLow, high: row.demandIndexHigh }
    : { value: row.tasteIndex, low: row.tasteIndexLow, high: row.tasteIndexHigh }
}

function stateOf(row: Row | undefined, index: Estimate): CellState {
  if (!row) return 'hidden'
  if (row.finding === 'TOO_LITTLE_DATA' || index.value === null) return 'few'
  return leavesOut(index, PAR) ? 'clear' : 'unsure'
}

/** Return the colour of an index by how many times it is par, or par is it. */
export function levelOf(index: number | null): Level {
  if (index === null || index <= 0) return 0
  const times = Math.max(index / PAR, PAR / index)
  const size = STEPS.filter((step) => times >= step).length
  return (size === 0 ? 0 : Math.sign(index - PAR) * size) as Level
}

/** Return the cell that is shown beside the map: the chosen one, else the first finding. */
export function chosenOf(rows: readonly Row[], state: Pick<MakeState, 'value' | 'in'>): Row | null {
  const chosen = rows.find((row) => row.value === state.value && columnId(row) === state.in)
  return chosen ?? rows[0] ?? null
}

/** Return the figures of all rows as a table. */
export function mapTable(rows: readonly Row[], state: Shown): ChartTable {
  const index = ['', ' from', ' to'] as const
  return {
    columns: [
      { label: 'Value' },
      { label: state.across === 'audience' ? 'Audience' : 'Market' },
      { label: 'Hours', unit: 'count' },
      { label: 'Share of viewing', unit: 'rate' },
      { label: 'Share on offer', unit: 'rate' },
      ...index.map((end) => ({ label: `Demand${end}`, unit: 'index' }) as const),
      { label: 'Without top title', unit: 'index' },
      ...index.map((end) => ({ label: `Taste${end}`, unit: 'index' }) as const),
      { label: 'Titles', unit: 'count' },
      { label: 'Finding' },
    ],
    rows: rows.map((row) => [
      valueLabel(state.by, row.value),
      columnLabel(state.across, columnId(row)),
      row.hours,
      row.shareOfHours,
      row.shareOfSupply,
      row.demandIndex,
      row.demandIndexLow,
      row.demandIndexHigh,
      row.withoutTopTitle,
      row.tasteIndex,
      row.tasteIndexLow,
      row.tasteIndexHigh,
      row.titles,
      row.sentence,
    ]),
  }
}
