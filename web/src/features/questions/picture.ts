import type { BandData, BandLine } from '@/shared/charts/band/data'
import type { BarData } from '@/shared/charts/bars/Bars'
import type { HeatData } from '@/shared/charts/heatmap/data'
import { measure } from '@/shared/format'

import type { Answer } from './answer'
import { ratioGrid, shareGrid } from './grid'
import { cutOf, grouped, mannerOf, weightOf } from './manner'
import { scaled, UNKNOWN } from '@/shared/charts/kit/estimate'
import { dimensionWords } from './names'
import type { MeasureName } from './vocabulary'

type MeasureKind = MeasureName['kind']

/** The chart of an answer; null where a table is better. */
export type Picture =
  | { kind: 'band'; data: BandData; cut: string | null }
  | { kind: 'bars'; data: BarData; cut: string | null }
  | { kind: 'heat'; data: HeatData; cut: string | null }
  | null

const LINES = 9
const BARS = 20
const TONES = ['c1', 'c2', 'c3'] as const

interface Drawn {
  /** The kind of the measure. */
  kind: MeasureKind
  /** Groups with fewer people are hidden. */
  hidden: number
}

/** Return the chart of a measure in an answer. */
export function pictureOf(answer: Answer, drawn: string, { kind, hidden }: Drawn): Picture {
  const { keys, timed, rows } = answer
  if (rows.length < 2) return null
  if (timed) return keys.length > 1 ? null : band(answer, drawn)
  if (keys.length === 1) return bars(answer, drawn)
  if (keys.length !== 2 || kind === 'PEOPLE') return null
  const grid = kind === 'RATIO' ? ratioGrid : shareGrid
  const { data, lead } = grid(answer, drawn, { hidden })
  return { kind: 'heat', data, cut: lead }
}

function band(answer: Answer, drawn: string): Picture {
  const [key] = answer.keys
  const { unit, factor } = mannerOf(drawn)
  const times = [...new Set(answer.rows.map((row) => String(answer.cell(row, 'time'))))].sort()
  const all = grouped(answer, key, weightOf(answer, drawn))
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
        return here ? scaled(answer.estimate(here, drawn), factor) : UNKNOWN
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
  return { kind: 'band', data, cut: cutOf(all.length, LINES, 'largest') }
}

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
  return known.length < 2 ? null : { kind: 'bars', data, cut: cutOf(known.length, BARS, 'first') }
}
