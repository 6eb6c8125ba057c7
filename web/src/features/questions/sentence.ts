import { listed, measure, percent } from '@/shared/format'
import { spanOf } from '@/shared/filters'

import { type Answer, bucketName, type Row } from './answer'
import type { Question } from './question'
import { dimensionWords, small } from './names'

/** Return a question in words: "Take rate and reach by asset, by week, within affinity:x, 3 Nov – 30 Nov". */
export function said({ measures, by = [], grain, audience, since, until }: Question): string {
  const parts = [
    listed(measures.map((name, n) => (n === 0 ? measure(name).label : small(measure(name).label)))),
    by.length > 0 && ` by ${listed(by.map((name) => small(dimensionWords(name))))}`,
    grain && (by.length > 0 ? `, ${STEPS[grain] ?? ''}` : ` ${STEPS[grain] ?? ''}`),
    audience && `, within ${audience}`,
    (since ?? until) !== undefined && `, ${spanOf(since ?? null, until ?? null)}`,
  ]
  return parts.filter(Boolean).join('')
}

const STEPS: Readonly<Record<string, string>> = {
  hour: 'hour by hour',
  day: 'day by day',
  week: 'week by week',
  month: 'month by month',
  quarter: 'quarter by quarter',
  year: 'year by year',
}

/** Return an answer in a sentence; null without data. */
export function answered(answer: Answer, drawn: string, grain: string): string | null {
  const total = answer.total(drawn).value
  if (answer.keys.length > 0)
    return answer.timed ? lately(answer, drawn, grain) : ranked(answer, answer.rows, drawn)
  if (answer.timed) return overTime(answer, drawn)
  const { label, value } = measure(drawn)
  return total === null ? null : `${label} is ${value(total)} overall.`
}

/** Say which group has the most, whether its lead could be chance, and which has the least. */
function ranked(answer: Answer, rows: readonly Row[], drawn: string): string | null {
  const { label, value } = measure(drawn)
  const known = rows
    .filter((row) => answer.estimate(row, drawn).value !== null)
    .sort((a, b) => (answer.estimate(b, drawn).value ?? 0) - (answer.estimate(a, drawn).value ?? 0))
  const [best, second, least] = [known[0], known[1], known.at(-1)]
  if (best === undefined || least === undefined) return null
  const named = (row: Row) => answer.keys.map((key) => answer.fullName(row, key)).join(', ')
  const figure = (row: Row) => value(answer.estimate(row, drawn).value)
  if (second === undefined) return `${named(best)}: ${small(label)} ${figure(best)}.`
  const chance = overlap(answer, [best, second], drawn)
    ? `, though its lead over ${named(second)} could be chance`
    : ''
  return (
    `${named(best)} has the highest ${small(label)}, ${figure(best)}${chance}; ` +
    `${named(least)} the lowest, ${figure(least)}.`
  )
}

/** Return whether the intervals of two rows overlap. */
function overlap(answer: Answer, [one, other]: readonly [Row, Row], drawn: string): boolean {
  const [above, below] = [answer.estimate(one, drawn), answer.estimate(other, drawn)]
  return above.low !== null && below.high !== null && above.low <= below.high
}

/** Return whether the time interval of a row is complete. */
function isWhole(answer: Answer, row: Row): boolean {
  return answer.cell(row, 'complete') !== false
}

/** Compare groups in the last complete time interval. */
function lately(answer: Answer, drawn: string, grain: string): string | null {
  const times = answer.rows
    .filter((row) => isWhole(answer, row))
    .map((row) => String(answer.cell(row, 'time')))
  const last = times.reduce((latest, time) => (time > latest ? time : latest), '')
  const rows = answer.rows.filter((row) => String(answer.cell(row, 'time')) === last)
  const said = ranked(answer, rows, drawn)
  const when = bucketName(last, grain)
  return said && `Most recently, ${grain === 'week' ? `in the ${small(when)}` : when}: ${said}`
}

/** Compare the first complete time interval with the last one. */
function overTime(answer: Answer, drawn: string): string | null {
  const { label, value } = measure(drawn)
  const whole = answer.rows.filter(
    (row) => isWhole(answer, row) && answer.estimate(row, drawn).value !== null,
  )
  const [first, last] = [whole[0], whole.at(-1)]
  if (first === undefined || last === undefined) return null
  const from = answer.estimate(first, drawn).value ?? 0
  const to = answer.estimate(last, drawn).value ?? 0
  const change = from ? to / from - 1 : 0
  if (Math.abs(change) < 0.01) return `${label} is steady at ${value(to)}.`
  const much = `${percent(Math.abs(change), 0)} ${change > 0 ? 'more' : 'less'}`
  return `${label} went from ${value(from)} to ${value(to)}, ${much}.`
}
