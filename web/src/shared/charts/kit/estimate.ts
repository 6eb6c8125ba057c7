/** A value and the interval around it, as the graph gives them: null where there is none yet. */
export interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** An estimate of which all three figures are known. */
export interface Known {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** Say whether there is a value with both ends. */
export function isKnown(estimate: Estimate): estimate is Known {
  return estimate.value !== null && estimate.low !== null && estimate.high !== null
}

/** Say whether an interval leaves `point` out: the difference from it is beyond chance. */
export function leavesOut(estimate: Estimate, point = 0): boolean {
  return isKnown(estimate) && (estimate.low > point || estimate.high < point)
}

/** List the figures of estimates that are there. */
export function figuresOf(estimates: readonly Estimate[]): number[] {
  return estimates
    .flatMap((estimate) => [estimate.value, estimate.low, estimate.high])
    .filter((figure): figure is number => figure !== null && Number.isFinite(figure))
}
