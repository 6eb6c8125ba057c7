/** A value and its interval; null where there is none yet. */
export interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** An estimate of which nothing is known. */
export const UNKNOWN: Estimate = { value: null, low: null, high: null }

/** Return an estimate in another unit: multiplied by a factor. */
export function scaled({ value, low, high }: Estimate, factor: number): Estimate {
  const times = (figure: number | null) => (figure === null ? null : figure * factor)
  return { value: times(value), low: times(low), high: times(high) }
}

/** An estimate with a value and an interval. */
export interface Known {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Return whether an estimate has a value and an interval. */
export function isKnown(estimate: Estimate): estimate is Known {
  return estimate.value !== null && estimate.low !== null && estimate.high !== null
}

/** Return whether an interval excludes `point`: the difference from it is beyond chance. */
export function leavesOut(estimate: Estimate, point = 0): boolean {
  return isKnown(estimate) && (estimate.low > point || estimate.high < point)
}

/** Return all known figures of estimates. */
export function figuresOf(estimates: readonly Estimate[]): number[] {
  return estimates
    .flatMap((estimate) => [estimate.value, estimate.low, estimate.high])
    .filter((figure): figure is number => figure !== null && Number.isFinite(figure))
}
