import type { BandData, BandLine } from '@/shared/charts/band/data'
import type { BarData } from '@/shared/charts/bars/Bars'
import type { HeatCell, HeatData } from '@/shared/charts/heatmap/data'
import type { Estimate } from '@/shared/charts/kit/estimate'
import type { Unit } from '@/shared/charts/kit/units'
import { measure } from '@/shared/format'

import type { Answer, Row } from './answer'
import { groupedBy } from './grouping'
import { dimensionWords } from './names'

/** What an answer is drawn as: nothing where a table says more. */
export type Picture =
  | { kind: 'band'; data: BandData; cut: string | null }
  | { kind: 'bars'; data: BarData; cut: string | null }
  | { kind: 'heat'; data: HeatData; cut: string | null }
  | null

const LINES = 9
const BARS = 20
const ROWS = 14
const COLUMNS = 8
const FEW = 250
const HIDDEN = 50
const TONES = ['c1', 'c2', 'c3'] as const

/** Return what a measure of an answer is drawn as. */
export function pictureOf(answer: Answer, drawn: string): Picture {
  const { keys, timed, rows } = answer
  if (rows.length < 2) return null
  if (timed) return keys.length > 1 ? null : band(answer, drawn)
  if (keys.length === 1) return bars(answer, drawn)
  return keys.length === 2 ? heat(answer, drawn) : null
}

interface Manner {
  unit: Unit
  differences: Unit
  factor: number
}

/** How figures of a measure are drawn: seconds as minutes. */
function mannerOf(name: string): Manner {
  switch (measure(name).kind) {
    case 'rate':
      return { unit: 'rate', differences: 'points', factor: 1 }
    case 'ratio':
      return { unit: 'times', differences: 'times', factor: 1 }
    case 'seconds':
      return { unit: 'minutes', differences: 'minutes', factor: 1 / 60 }
    default:
      return { unit: 'count', differences: 'count', factor: 1 }
  }
}

function scaled({ value, low, high }: Estimate, factor: number): Estimate {
  const times = (figure: number | null) => (figure === null ? null : figure * factor)
  return { value: times(value), low: times(low), high: times(high) }
}

/** Rows by the value of a group, those with most of a measure first. */
function grouped(answer: Answer, key: string | undefined, drawn: string): [string, Row[]][] {
  const groups = groupedBy(answer.rows, (row) => (key === undefined ? '' : answer.id(row, key)))
  const weight = (rows: readonly Row[]) =>
    rows.reduce((sum, row) => sum + (answer.estimate(row, drawn).value ?? 0), 0)
  return [...groups].sort(([, one], [, other]) => weight(other) - weight(one))
}

function band(answer: Answer, drawn: string): Picture {
  const [key] = answer.keys
  const { unit, factor } = mannerOf(drawn)
  const times = [...new Set(answer.rows.map((row) => String(answer.cell(row, 'time'))))].sort()
  const all = grouped(answer, key, drawn)
  const lines = all.slice(0, LINES).map(([id, rows], n): BandLine => {
    const at = new Map(rows.map((row) => [String(answer.cell(row, 'time')), row]))
    const [row] = rows
    return {
      id,
      name:
        key === undefined || row === undefined ? measure(drawn).label : answer.fullName(row, key),
      tone: TONES[n],
      values: times.map((time) => {
        const here = at.get(time)
        return here ? scaled(answer.estimate(here, drawn), factor) : NONE
      }),
    }
  })
  const data = {
    name: measure(drawn).label,
    unit,
    times,
    lines,
    completeUntil: answer.meta.completeUntil,
    fromZero: unit === 'count',
  }
  return { kind: 'band', data, cut: cutOf(all.length, LINES, 'with most of it') }
}

const NONE: Estimate = { value: null, low: null, high: null }

function bars(answer: Answer, drawn: string): Picture {
  const [key = ''] = answer.keys
  const { unit, factor } = mannerOf(drawn)
  const known = answer.rows.filter((row) => answer.estimate(row, drawn).value !== null)
  const data = {
    name: measure(drawn).label,
    unit,
    rowsName: dimensionWords(key),
    bars: known.slice(0, BARS).map((row) => ({
      id: answer.id(row, key),
      name: answer.fullName(row, key),
      estimate: scaled(answer.estimate(row, drawn), factor),
    })),
  }
  return known.length < 2
    ? null
    : { kind: 'bars', data, cut: cutOf(known.length, BARS, 'in the order of the table') }
}

function heat(answer: Answer, drawn: string): Picture {
  const [rowKey = '', columnKey = ''] = answer.keys
  const { unit, differences, factor } = mannerOf(drawn)
  const allRows = grouped(answer, rowKey, weightOf(answer, drawn))
  const allColumns = grouped(answer, columnKey, weightOf(answer, drawn))
  const [rows, columns] = [allRows.slice(0, ROWS), allColumns.slice(0, COLUMNS)]
  const cells = new Map(
    answer.rows.map((row) => [`${answer.id(row, rowKey)}\n${answer.id(row, columnKey)}`, row]),
  )
  const means = new Map(
    rows.map(([id, own]) => [id, meanOf(answer, own, { drawn, factor, mean: null })]),
  )
  const data: HeatData = {
    name: measure(drawn).label,
    unit,
    differenceUnit: differences,
    rowsName: dimensionWords(rowKey),
    columnsName: dimensionWords(columnKey),
    meansName: 'Mean',
    ends: ['lower', 'higher'],
    columns: columns.map(([id, [row]]) => ({
      id,
      name: row ? answer.fullName(row, columnKey) : id,
    })),
    rows: rows.map(([id, [row]]) => ({
      id,
      name: row ? answer.fullName(row, rowKey) : id,
      mean: means.get(id) ?? null,
    })),
    cells: rows.map(([y]) =>
      columns.map(([x]) =>
        cellOf(answer, cells.get(`${y}\n${x}`), { drawn, factor, mean: means.get(y) ?? null }),
      ),
    ),
    few: FEW,
    hidden: HIDDEN,
  }
  const cut = cutOf(allRows.length, ROWS, 'with most of it')
  return { kind: 'heat', data, cut }
}

/** By what groups are large: people where they are counted, else the measure itself. */
function weightOf({ measures }: Answer, drawn: string): string {
  return ['reach', 'active_profiles', 'impressions'].find((one) => measures.includes(one)) ?? drawn
}

/**
 * What a row has on average of its cells, each as much as it has people.
 *
 * Not what the row has as a whole: who was met in several cells counts there once, so a rate of
 * people would be higher than in any cell.
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
  if (row === undefined) return { estimate: NONE, people: null, state: 'none' }
  const estimate = scaled(answer.estimate(row, drawn), factor)
  const people = answer.cell(row, 'reach')
  const known = typeof people === 'number' ? people : null
  const cell = { estimate, people: known }
  if (answer.isSuppressed(row)) return { ...cell, state: 'suppressed' }
  if (estimate.value === null) return { ...cell, state: 'none' }
  if (known !== null && known < FEW) return { ...cell, state: 'few' }
  const { low, high } = estimate
  const chance = mean !== null && low !== null && high !== null && low <= mean && mean <= high
  return { ...cell, state: chance ? 'unsure' : 'clear' }
}

function cutOf(count: number, most: number, which: string): string | null {
  return count > most ? `The ${most} of ${count} ${which}.` : null
}
