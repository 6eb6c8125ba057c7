import { fixed, number, percent, signed as withSign, THIN } from '@/shared/format'

import { type Estimate, isKnown } from './estimate'

/**
 * What figures of a chart are: shares of one (`rate`), differences of shares (`points`), relative
 * differences (`change`; 0.1 is 10% more), minutes, counts, percentages of par (`index`; 100 is
 * par) and multiples (`times`).
 */
export type Unit = 'rate' | 'points' | 'change' | 'minutes' | 'count' | 'index' | 'times'

interface Manner {
  readonly factor: number
  readonly digits: number
  readonly signed: boolean
  /** Stands right behind the figure. */
  readonly suffix: string
  /** Stands at the end of an axis or in a heading, where figures have no suffix. */
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

/** Write a figure with its unit, such as “10.6%”; “–” where there is none. */
export function show(figure: number | null, unit: Unit): string {
  const text = showBare(figure, unit)
  return figure === null ? text : text + MANNERS[unit].suffix
}

/** Write a figure without its unit, such as “10.6”. */
export function showBare(figure: number | null, unit: Unit): string {
  if (figure === null) return '–'
  const { factor, digits, signed } = MANNERS[unit]
  return signed ? withSign(figure * factor, digits) : fixed(figure * factor, digits)
}

/** Write a figure of an axis with no more digits than it needs. */
export function showTick(figure: number, unit: Unit): string {
  const { factor, digits, signed } = MANNERS[unit]
  return (signed && figure > 0 ? '+' : '') + number(figure * factor, digits + 1)
}

/** Write the ticks of an axis; the last one has the unit. */
export function tickLabels(ticks: readonly number[], unit: Unit): string[] {
  const last = ticks.length - 1
  return ticks.map(
    (tick, index) => showTick(tick, unit) + (index === last ? MANNERS[unit].suffix : ''),
  )
}

/** Say the unit for the end of an axis whose figures have no suffix; empty where they have. */
export function unitWord(unit: Unit): string {
  return MANNERS[unit].suffix === '' ? MANNERS[unit].word : ''
}

/** Write both ends of an interval, such as “10.2 – 11.0”; empty where they are not known. */
export function showRange(estimate: Estimate, unit: Unit): string {
  if (!isKnown(estimate)) return ''
  const dash = MANNERS[unit].signed ? ' to ' : `${THIN}–${THIN}`
  return showBare(estimate.low, unit) + dash + showBare(estimate.high, unit)
}

/** Write how far an interval reaches: “± 1.0” if that is the same to both sides, else its ends. */
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

/** Write a probability: “97%”, “> 99.9%”, “< 0.1%”. */
export function showChance(chance: number | null): string {
  if (chance === null) return '–'
  if (chance > 0.999) return '>\u200999.9%'
  if (chance < 0.001) return '<\u20090.1%'
  const digits = chance > 0.99 || chance < 0.01 ? 1 : 0
  return percent(chance, digits)
}
