import { figuresOf, type Estimate } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import { domainOf } from '../kit/ticks'
import { sayDay, sayMoment, wallTime } from '../kit/time'
import type { Tone } from '../kit/tone'
import { type Unit, show } from '../kit/units'

/** One line of a chart over time. */
export interface BandLine {
  readonly id: string
  readonly name: string
  /** The letter of the asset, if it has one. */
  readonly letter?: string | undefined
  /** A colour for up to three lines; the others are grey, without intervals. */
  readonly tone?: Tone | undefined
  /** One estimate for each of `times`; ends may be null. */
  readonly values: readonly Estimate[]
}

/** A moment with a label, such as “Exploit begins”. */
export interface Moment {
  readonly at: string
  readonly label: string
}

export interface BandData {
  /** The measure, such as “Take rate”. */
  readonly name: string
  readonly unit: Unit
  /** The starts of the steps, ascending, as ISO text in the zone of the question. */
  readonly times: readonly string[]
  readonly lines: readonly BandLine[]
  /** From here on, values may still change. */
  readonly completeUntil?: string | null | undefined
  readonly moments?: readonly Moment[] | undefined
  /** Whether the scale starts at zero. */
  readonly fromZero?: boolean | undefined
}

const COLOURED = 3

/** Up to this many lines show their intervals at once: more would lie over one another. */
export const BANDS = 2

/** Split lines into grey and coloured ones; a single line is coloured. */
export function splitLines(lines: readonly BandLine[]): { grey: BandLine[]; coloured: BandLine[] } {
  const alone = lines.length === 1 ? lines : []
  const coloured = lines
    .filter((line) => line.tone !== undefined && line.tone !== 'plain')
    .slice(0, COLOURED)
  const shown = coloured.length > 0 ? coloured : [...alone]
  return { grey: lines.filter((line) => !shown.includes(line)), coloured: shown }
}

/** Return how many steps, from the first, are complete. */
export function completeSteps({ times, completeUntil }: BandData): number {
  if (!completeUntil) return times.length
  const until = wallTime(completeUntil)
  const first = times.findIndex((time, index) => {
    const next = times[index + 1]
    const end =
      next === undefined ? 2 * wallTime(time) - wallTime(times[index - 1] ?? time) : wallTime(next)
    return end > until
  })
  return first === -1 ? times.length : first
}

/** Return the scale: all figures and intervals that are shown, and zero if it is included. */
export function bandDomain(data: BandData): [number, number] {
  const { grey, coloured } = splitLines(data.lines)
  const banded = coloured.length > BANDS ? [] : coloured
  const bare = [...grey, ...coloured].filter((line) => !banded.includes(line))
  const figures = [
    ...bare.flatMap((line) => line.values.flatMap(({ value }) => (value === null ? [] : [value]))),
    ...banded.flatMap((line) => figuresOf(line.values)),
  ]
  return domainOf(figures, {
    zero: data.fromZero ?? true,
    ...(banded.length === 0 && { room: 0.2 }),
  })
}

/** Return the figures as a table: a row per step, and columns per line. */
export function bandTable({ times, lines, unit }: BandData): ChartTable {
  return {
    columns: [
      { label: 'Time' },
      ...lines.flatMap((line) => [
        { label: line.name, unit },
        { label: `${line.name}, low`, unit },
        { label: `${line.name}, high`, unit },
      ]),
    ],
    rows: times.map((time, index) => [
      time
        .slice(0, 16)
        .replace(/T00:00$/, '')
        .replace('T', ' '),
      ...lines.flatMap(({ values }) => {
        const { value, low, high } = values[index] ?? { value: null, low: null, high: null }
        return [value, low, high]
      }),
    ]),
  }
}

/** Describe the time range, and the start and end of each coloured line. */
export function bandSentence(data: BandData): string {
  const { name, times, lines, unit, completeUntil } = data
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined) return `${name}: no data`
  const { grey, coloured } = splitLines(lines)
  const complete = completeSteps(data)
  const courses = (coloured.length > 0 ? coloured : grey).map((line) => {
    const known = line.values
      .slice(0, complete)
      .flatMap(({ value }) => (value === null ? [] : [value]))
    const [begin, end] = [known[0], known.at(-1)]
    if (begin === undefined || end === undefined) return `${line.name} has not enough data`
    return `${line.name} goes from ${show(begin, unit)} to ${show(end, unit)}`
  })
  const until = completeUntil ? ` Complete until ${sayMoment(wallTime(completeUntil))}.` : ''
  const span = `${sayDay(wallTime(first))} to ${sayDay(wallTime(last))}`
  return `${name}, ${span}: ${courses.join('; ')}.${until}`
}
