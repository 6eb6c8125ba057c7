import { fixed, number, percent, signed as withSign, THIN } from '@/shared/format'

import { type Estimate, isKnown } from './estimate'

/**
 * The unit of figures: shares of one (`rate`), differences of shares (`points`), relative
 * differences (`change`; 0.1 is 10% more), minutes, counts, percentages of par (`index`; 100 is
 * par) and multiples (`times`).
 */
export type Unit = 'rate' | 'points' | 'change' | 'minutes' | 'count' | 'index' | 'times'

interface Manner {
  readonly factor: number
  readonly digits: number
  readonly signed: boolean
  /** The suffix of a figure. */
  readonly suffix: string
  /** The unit at the end of an axis or in a heading, where figures have no suffix. */
  readonly word: string
}

const MANNERS: Readonly<Record<Unit, Manner>> = {
  rate: { factor: 100, digits: 1, signed: false, suffix: '%', word: '' },
  points: { factor: 100, digits: 1, signed: true, suffix: '', word: 'points' },
  change: { factor: 100, digits: 1, signed: true, suffix: '%', word: '' },
  minutes: { factor: 1, digits: 1, signed: false, suffix: `${THIN}min`, word: 'min' },
  count: { factor: 1, digits: 0, signed: false, suffix: '', word: '' },
  index: { factor: 1, digits: 0, signed: false, suffix: '', word: '' },
  times: { factor: 1, digits: 2, signed: false, suffix: '×', word: '' },
}

/** Return a figure with its unit, such as “10.6%”; “–” for null. */
export function show(figure: number | null, unit: Unit): string {
  const text = showBare(figure, unit)
  return figure === null ? text : text + MANNERS[unit].suffix
}

/** Return a figure without its unit, such as “10.6”. */
export function showBare(figure: number | null, unit: Unit): string {
  if (figure === null) return '–'
  const { factor, digits, signed } = MANNERS[unit]
  return signed ? withSign(figure * factor, digits) : fixed(figure * factor, digits)
}

/** Return a figure of an axis, with no more digits than necessary. */
export function showTick(figure: number, unit: Unit): string {
  const { factor, digits, signed } = MANNERS[unit]
  return (signed && figure > 0 ? '+' : '') + number(figure * factor, digits + 1)
}

/** Return the tick labels of an axis; the last one has the unit. */
export function tickLabels(ticks: readonly number[], unit: Unit): string[] {
  const last = ticks.length - 1
  return ticks.map(
    (tick, index) => showTick(tick, unit) + (index === last ? MANNERS[unit].suffix : ''),
  )
}

/** Return the unit for the end of an axis; empty if figures have a suffix. */
export function unitWord(unit: Unit): string {
  return MANNERS[unit].suffix === '' ? MANNERS[unit].word : ''
}

/** Return an interval, such as “10.2 – 11.0”; empty if it is unknown. */
export function showRange(estimate: Estimate, unit: Unit): string {
  if (!isKnown(estimate)) return ''
  const dash = MANNERS[unit].signed ? ' to ' : `${THIN}–${THIN}`
  return showBare(estimate.low, unit) + dash + showBare(estimate.high, unit)
}

/** Return an interval as “± 1.0” if it is symmetric, else as its ends. */
export function showDoubt(estimate: Estimate, unit: Unit): string {
  if (!isKnown(estimate)) return ''
  const { factor, digits } = MANNERS[unit]
  const below = (estimate.value - estimate.low) * factor
  const above = (estimate.high - estimate.value) * factor
  const rounding = 0.5 * 10 ** -digits
  if (Math.abs(above - below) > Math.max(2 * rounding, 0.12 * (above + below))) {
    return `(${showRange(estimate, unit)})`
  }
  return `±${THIN}${fixed((above + below) / 2, digits)}`
}

/** Return a probability: “97%”, “> 99.9%”, “< 0.1%”. */
export function showChance(chance: number | null): string {
  if (chance === null) return '–'
  if (chance > 0.999) return '>\u200999.9%'
  if (chance < 0.001) return '<\u20090.1%'
  const digits = chance > 0.99 || chance < 0.01 ? 1 : 0
  return percent(chance, digits)
}
