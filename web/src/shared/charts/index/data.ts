import { type Estimate, isKnown, leavesOut } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import { showBare } from '../kit/units'

/** Share divided by share of the base, times 100. */
export interface IndexRow {
  readonly id: string
  readonly name: string
  /** Its heading, such as “Genres”. */
  readonly group?: string | undefined
  readonly index: Estimate
  /** The share of people who watched any of it. */
  readonly watched?: number | undefined
}

export interface IndexData {
  /** What is compared, such as “Heist Thrillers compared with everybody”. */
  readonly name: string
  readonly rows: readonly IndexRow[]
}

const PAR = 100

/** Return the scale: symmetric around par, from a quarter to four times par at least. */
export function indexDomain({ rows }: IndexData): [number, number] {
  const figures = rows.flatMap(({ index }) => [index.value, index.low, index.high])
  const known = figures.filter((figure): figure is number => figure !== null && figure > 0)
  const far = Math.max(4.4, ...known.map((figure) => Math.max(figure / PAR, PAR / figure)))
  const most = Math.min(far, 40)
  return [PAR / most, PAR * most]
}

/** Return whether an index differs from 100 beyond chance. */
export function sure({ index }: IndexRow): boolean {
  return leavesOut(index, PAR)
}

/** Return rows with headings between them. */
export function withHeadings(rows: readonly IndexRow[]): (IndexRow | string)[] {
  return rows.flatMap((row, place) => {
    const { group } = row
    return group !== undefined && group !== rows[place - 1]?.group ? [group, row] : [row]
  })
}

/** Return the interval of an index in short. */
export function indexRange({ index }: IndexRow): string {
  return isKnown(index) ? `${showBare(index.low, 'index')}–${showBare(index.high, 'index')}` : ''
}

/** Return the figures as a table. */
export function indexTable({ rows }: IndexData): ChartTable {
  const unit = 'index'
  return {
    columns: [
      { label: 'Name' },
      { label: 'Group' },
      ...['Index', 'Low', 'High'].map((label) => ({ label, unit }) as const),
      { label: 'Watched any', unit: 'rate' },
    ],
    rows: rows.map(({ name, group, watched, index: { value, low, high } }) => [
      name,
      group ?? null,
      value,
      low,
      high,
      watched ?? null,
    ]),
  }
}

/** Describe the highest and lowest indexes that differ from par beyond chance. */
export function indexSentence({ name, rows }: IndexData): string {
  const order = rows.filter(sure).sort((a, b) => (b.index.value ?? PAR) - (a.index.value ?? PAR))
  const said = ({ name: what, index }: IndexRow): string =>
    `${what} ${showBare(index.value, 'index')}`
  const over = order.filter(({ index }) => (index.value ?? PAR) > PAR).slice(0, 3)
  const under = order.filter(({ index }) => (index.value ?? PAR) < PAR).slice(-3)
  const parts = [
    over.length > 0 ? `above par ${over.map(said).join(', ')}` : '',
    under.length > 0 ? `below ${under.map(said).join(', ')}` : '',
  ].filter(Boolean)
  return `${name}, 100 is par: ${parts.join('; ') || 'nothing is clearly above or below'}.`
}
