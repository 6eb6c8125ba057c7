import type { Estimate } from '@/shared/charts/kit/estimate'

import { type Arm, type Comparison, rateOf } from './comparison'

/** The difference of an asset from the reference. */
export interface Held {
  asset: string
  difference: Estimate
  ratio: Estimate
  /** The difference on the basis that the verdict does not use, if there is one. */
  otherwise: number | null
}

type Judged = Pick<Comparison, 'arms' | 'differences' | 'basis'>

/**
 * Return the asset that charts compare all others with: the chosen one, else the leader.
 *
 * If one was chosen, the service returns no other differences.
 */
export function referenceOf({ arms }: Pick<Comparison, 'arms'>, against: string | null): string {
  return arms.find(({ asset }) => asset === against)?.asset ?? arms[0]?.asset ?? ''
}

/** Return the differences of all other assets from the reference, the best first. */
export function heldAgainst(comparison: Judged, reference: string): Held[] {
  return comparison.arms.flatMap(({ asset }) => {
    const held = asset === reference ? null : between(comparison, asset, reference)
    return held ? [held] : []
  })
}

/** Return the difference between two assets, whichever direction the service returns. */
export function between(comparison: Judged, asset: string, other: string): Held | null {
  const straight = comparison.differences.find((one) => one.asset === asset && one.other === other)
  if (straight) {
    const { difference, ratio } = straight
    return { asset, difference, ratio, otherwise: otherwise(comparison, asset, other) }
  }
  const turned = comparison.differences.find((one) => one.asset === other && one.other === asset)
  if (!turned) return null
  return {
    asset,
    difference: negative(turned.difference),
    ratio: inverse(turned.ratio),
    otherwise: otherwise(comparison, asset, other),
  }
}

/** Return a difference in the other direction. */
export function negative({ value, low, high }: Estimate): Estimate {
  const turn = (one: number | null) => (one === null ? null : 0 - one)
  return { value: turn(value), low: turn(high), high: turn(low) }
}

/** Return a relative difference in the other direction: a fifth more is a sixth less. */
export function inverse({ value, low, high }: Estimate): Estimate {
  const turn = (one: number | null) => (one === null || one <= -1 ? null : 1 / (1 + one) - 1)
  return { value: turn(value), low: turn(high), high: turn(low) }
}

function otherwise({ arms, basis }: Judged, asset: string, other: string): number | null {
  const ofOther = (arm: Arm | undefined) => {
    if (!arm) return null
    return basis === 'RAW' ? (arm.adjusted?.value ?? null) : arm.rate.value
  }
  const one = ofOther(arms.find((arm) => arm.asset === asset))
  const two = ofOther(arms.find((arm) => arm.asset === other))
  return one === null || two === null ? null : one - two
}

/** Say when the intervals of differences are valid. */
export function validity({
  basis,
  differences,
}: Pick<Comparison, 'basis' | 'differences'>): string {
  const looks = `${basis === 'ADJUSTED' ? 'Nearly valid' : 'Valid'} however often you check`
  if (differences.length < 2) return looks
  const together = differences.every(({ simultaneous }) => simultaneous)
  return `${looks}, ${together ? 'for all pairs together' : 'for the leader against each asset it beats'}`
}

/** Return the label of the hollow dot of a difference. */
export function otherwiseNamed(basis: Comparison['basis']): string {
  return basis === 'RAW' ? 'adjusted' : 'unadjusted'
}

/** Return the largest difference that does not matter, in the unit of the measure. */
export function zoneOf(comparison: Comparison, reference: string): number | null {
  const arm = comparison.arms.find(({ asset }) => asset === reference)
  const rate = arm && rateOf(arm, comparison.basis).value
  return rate == null ? null : rate * comparison.margin
}
