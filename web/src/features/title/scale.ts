import { type Estimate, scaled } from '@/shared/charts/kit/estimate'
import { domainOf } from '@/shared/charts/kit/ticks'
import type { Unit } from '@/shared/charts/kit/units'
import { measure as wordsOf } from '@/shared/format'

import type { Measure } from './state'

/** Return the unit of a measure in charts. */
export function unitOf(measure: Measure): Unit {
  return wordsOf(measure).kind === 'seconds' ? 'minutes' : 'rate'
}

/** Return the unit of differences of a measure. */
export function differenceUnitOf(measure: Measure): Unit {
  return unitOf(measure) === 'rate' ? 'points' : 'minutes'
}

/** Return an estimate in chart units: minutes instead of seconds. */
export function charted(estimate: Estimate, measure: Measure): Estimate {
  return unitOf(measure) === 'minutes' ? scaled(estimate, 1 / 60) : estimate
}

/** A scale wider than this multiple of the range of values cuts off intervals. */
const WIDE = 1.6

/**
 * Return the scale that all assets of a page share.
 *
 * It holds all values, and intervals as far as they don't make it much wider than the values need, so
 * that one asset with little data doesn't squeeze the others together.
 */
export function scaleOf(estimates: readonly Estimate[]): [number, number] {
  const values = estimates.flatMap(({ value }) => (value === null ? [] : [value]))
  if (values.length === 0) return [0, 1]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = Math.max((most - least) * (WIDE - 1), most * 0.12)
  const ends = estimates.flatMap(({ low, high }) => [low ?? least, high ?? most])
  const low = Math.max(0, least - room, Math.min(least, ...ends))
  const high = Math.min(most + room, Math.max(most, ...ends))
  const [from, to] = domainOf([low, high], { room: 0.06 })
  return [Math.max(0, from), to]
}
