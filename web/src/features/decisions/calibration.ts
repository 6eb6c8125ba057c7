import { type CalibrationData, showShare } from '@/shared/charts/calibration/data'
import { type Known, isKnown } from '@/shared/charts/kit/estimate'
import { count, day, fixed, listed, number } from '@/shared/format'

import { CAME, type Decided, type Review, type Reviews } from './record'

/** The chart begins with so many decisions that were judged. */
export const LEAST = 8
const VIEWERS = 'viewers'
export const WHAT = 'viewers a week'

/** Return the reviews that count viewers and were judged, the oldest first. */
export function judgedOf({ reviews }: Pick<Reviews, 'reviews'>): readonly Review[] {
  return reviews.filter(({ actual, unit }) => actual !== null && unit === VIEWERS).reverse()
}

/** Return what the chart shows; null for too few decisions. */
export function calibrationOf(whole: Reviews): CalibrationData | null {
  const judged = judgedOf(whole)
  if (judged.length < LEAST) return null
  const points = judged.flatMap(({ decision, heading, titleName, promised, actual, state }) => {
    if (actual === null) return []
    const name = titleName === null ? heading : `${heading}, ${titleName}`
    const [, came] = CAME[state]
    const tone = state === 'FELL_SHORT' ? ('mislead' as const) : ('plain' as const)
    return [{ id: `${decision}`, label: `${decision}`, name, promised, actual, came, tone }]
  })
  return { what: WHAT, points, share: whole.share }
}

/** A sentence with what it begins with, in bold. */
export interface Statement {
  fact: string
  rest: string
}

/** Return what the chart says, by fixed rules from its figures. */
export function wordsOf(whole: Reviews): Statement[] {
  const judged = judgedOf(whole)
  const of = (state: Review['state']) => judged.filter((one) => one.state === state)
  return [
    ...shareWords(whole.share),
    ...stateWords(of('FELL_SHORT'), 'fell short of what they promised', 'fell short'),
    ...stateWords(of('MORE'), 'brought more than they promised', 'brought more than it promised'),
    asPromisedWords(of('AS_PROMISED').length, judged.length),
  ]
}

function shareWords(share: Reviews['share']): Statement[] {
  if (share === null || !isKnown(share)) return []
  const said = `Of gains that we promised, ${showShare(share)} came`
  if (share.high < 1) return [{ fact: 'We promise too much.', rest: `${said}. ${next(share)}` }]
  if (share.low > 1) return [{ fact: 'We promise too little.', rest: `${said}. ${next(share)}` }]
  const fact = share.low > 0 ? 'Our promises hold so far.' : 'Too uncertain to tell so far.'
  return [{ fact, rest: `${said}; the interval includes 100%.` }]
}

function next({ value, low, high }: Known): string {
  const [most, from, to] = [value, low, high].map((part) => fixed(100 * part, 0))
  return `Read new promises with that in mind: the next 100 are likely to bring about ${most} (${from} to ${to}).`
}

function stateWords(found: readonly Review[], many: string, one: string): Statement[] {
  if (found.length === 0) return []
  const names = listed(found.map(({ decision }) => number(decision)))
  return [{ fact: `${names} ${found.length === 1 ? one : many},`, rest: 'beyond chance.' }]
}

function asPromisedWords(held: number, judged: number): Statement {
  return {
    fact: `${number(held)} of ${number(judged)} came as promised:`,
    rest: 'the intervals of what was promised and of what came overlap.',
  }
}

/** Say how far the record is from a chart; null without any decision that can be judged. */
export function untilChart(whole: Reviews, decisions: readonly Decided[]): string | null {
  const judged = judgedOf(whole).length
  if (whole.reviews.length === 0) return null
  const waiting = whole.reviews.filter(({ actual }) => actual === null)
  const dates = waiting.flatMap(({ decision }) => {
    const made = decisions.find(({ id, state }) => id === decision && state === 'STANDS')
    return made ? [made.until] : []
  })
  const [first] = dates.sort()
  const then = first === undefined ? '' : ` The next review is on ${day(first)}.`
  return `${judged} of ${count(LEAST, 'review', 'reviews')} so far that a chart of promises needs.${then}`
}
