import { percent, range } from '@/shared/format'

import { type Estimate, figuresOf, isKnown } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import { domainOf } from '../kit/ticks'
import type { Tone } from '../kit/tone'

/** A promise, and what came of it. */
export interface CalibrationPoint {
  readonly id: string
  /** What the dot is labelled by. */
  readonly label: string
  readonly name: string
  readonly promised: Estimate
  readonly actual: Estimate
  /** How the two compare, in words. */
  readonly came: string
  readonly tone: Tone
  readonly href?: string | undefined
}

export interface CalibrationData {
  /** What is counted, such as “viewers a week”. */
  readonly what: string
  readonly points: readonly CalibrationPoint[]
  /** The part of all promises that came: the slope of the line; null without a promise. */
  readonly share: Estimate | null
}

/** Return the scales: promises across, with zero; what came up, with all intervals. */
export function calibrationDomains({ points }: CalibrationData): {
  across: [number, number]
  up: [number, number]
} {
  const promised = points.flatMap(({ promised }) => promised.value ?? [])
  return {
    across: domainOf(promised, { zero: true, room: 0.08 }),
    up: domainOf(figuresOf(points.map(({ actual }) => actual)), { zero: true, room: 0.06 }),
  }
}

/** Return a share of promises in words: “81% (64 – 99%)”. */
export function showShare(share: Estimate): string {
  const value = percent(share.value, 0)
  if (!isKnown(share)) return value
  return `${value} (${range(share.low, share.high, (figure) => percent(figure, 0))})`
}

/** Return the figures as a table. */
export function calibrationTable({ points }: CalibrationData): ChartTable {
  const unit = 'count'
  return {
    columns: [
      { label: 'Number' },
      { label: 'Decision' },
      { label: 'Promised', unit },
      { label: 'Promised, low', unit },
      { label: 'Promised, high', unit },
      { label: 'Came', unit },
      { label: 'Came, low', unit },
      { label: 'Came, high', unit },
      { label: 'Review' },
    ],
    rows: points.map(({ label, name, promised, actual, came }) => [
      label,
      name,
      promised.value,
      promised.low,
      promised.high,
      actual.value,
      actual.low,
      actual.high,
      came,
    ]),
  }
}

/** Describe how promises and what came compare. */
export function calibrationSentence({ what, points, share }: CalibrationData): string {
  const short = points.filter(({ tone }) => tone === 'mislead').map(({ label }) => label)
  const slope = share === null ? '' : ` Of all that was promised, ${showShare(share)} came.`
  const fell = short.length === 0 ? 'None fell short' : `Fell short: ${short.join(', ')}`
  return `Promised against actual ${what}, ${points.length} decisions.${slope} ${fell}.`
}
