import type { Estimate } from '@/shared/charts/kit/estimate'

import { type Figures, overlaid, replaced } from './figures'
import type { Comparison } from './judgements'

type Arm = Comparison['arms'][number]

/** Return the rate of an arm on the basis of the verdict, as Compare shows it. */
export function rateOf(arm: Arm, basis: Comparison['basis']): Estimate {
  if (basis === 'ADJUSTED') return arm.adjusted ?? arm.rate
  return basis === 'WEIGHTED' ? (arm.weighted ?? arm.rate) : arm.rate
}

/** Return how many people of an arm watched. */
export function viewersOf({ people, rate }: Pick<Arm, 'people' | 'rate'>): number | null {
  return rate.value === null ? null : Math.round(people * rate.value)
}

/** The measures that a comparison gives by first exposure. */
const MEASURED = ['take_rate', 'reach', 'viewers', 'completion_rate', 'short_play_rate']

/** Return whether a measure of a compared asset counts first exposures. */
export function countsFirst(measure: string): boolean {
  return MEASURED.includes(measure)
}

/**
 * Return the figures of assets with those of the comparison where it has them: each person counts
 * once, by the first of the assets that they saw, once their plays can no longer change.
 */
export function byFirstExposure(
  all: ReadonlyMap<string, Figures>,
  comparison: Comparison | null,
): ReadonlyMap<string, Figures> {
  if (comparison === null) return all
  return replaced(
    all,
    comparison.arms.flatMap((arm) => {
      const base = all.get(arm.asset)
      if (base?.suppressed !== null) return []
      return [[arm.asset, overlaid(base, ownOf(arm, comparison.basis))] as const]
    }),
  )
}

function ownOf(arm: Arm, basis: Comparison['basis']): Readonly<Record<string, Estimate>> {
  const only = (value: number | null): Estimate => ({ value, low: null, high: null })
  const guards = arm.guardrails.map(({ measure, rate }) => [measure, rate] as const)
  return {
    take_rate: rateOf(arm, basis),
    reach: only(arm.people),
    viewers: only(viewersOf(arm)),
    completions: only(null),
    completion_known: only(null),
    ...Object.fromEntries(guards.filter(([, { value }]) => value !== null)),
  }
}
