import { capital, count, percent } from '@/shared/format'

import type { Campaign } from './requests'

/** Say of whom a plan consists, as a subtraction; null figures are of too few people. */
export function sizesOf(campaign: Pick<Campaign, 'people' | 'heldOut' | 'leftOut'>): {
  whole: number | null
  left: { name: string; people: number | null }[]
  inside: number | null
} {
  const { people, heldOut, leftOut } = campaign
  const inside = people === null || heldOut === null ? null : people + heldOut
  const left = [
    { name: 'In enough campaigns already', people: leftOut.capped },
    { name: 'In a quiet audience', people: leftOut.quiet },
    { name: 'Global control', people: leftOut.control },
  ]
  const out = left.reduce<number | null>(
    (sum, one) => (sum === null || one.people === null ? null : sum + one.people),
    0,
  )
  const whole = inside === null || out === null ? null : inside + out
  return { whole, left: left.filter((one) => one.people !== 0), inside }
}

/** Say whether a campaign can learn enough; null where its plan does. */
export function doubtOf({
  minimumEffect,
  baseline,
  heldOut,
  holdout,
  holdouts,
}: Pick<Campaign, 'minimumEffect' | 'baseline' | 'heldOut' | 'holdout' | 'holdouts'>):
  [fact: string, rest: string] | null {
  if (heldOut === null) return null
  if (baseline === null) {
    return [
      'Its power is unknown.',
      'None of these people has watched the title yet, so there is nothing to expect.',
    ]
  }
  if (minimumEffect !== null && minimumEffect <= LARGE) return null
  const better = holdouts.filter((one) => one.holdout > holdout && one.minimumEffect !== null)
  const enough = better.find((one) => (one.minimumEffect ?? Infinity) <= LARGE)
  const fact = 'Few campaigns change that much.'
  if (enough) return [fact, `Hold out ${percent(enough.holdout, 0)} to see ${effectWords(enough)}.`]
  const most = better.at(-1)
  const more = most
    ? `Even with ${percent(most.holdout, 0)} held out you would only see ${effectWords(most)}. `
    : ''
  return [fact, `${more}Choose a larger segment, or run it longer.`]
}

/** Effects of campaigns are rarely larger. */
const LARGE = 0.2

/** Return the smallest effect that is seen, rounded up, as sentences of the service have it. */
export function effectWords({ minimumEffect }: { minimumEffect: number | null }): string {
  if (minimumEffect === null) return 'a doubling'
  const digits = minimumEffect >= 0.02 ? 0 : 1
  const unit = 10 ** (digits + 2)
  return `+${percent(Math.ceil(minimumEffect * unit) / unit, digits)} or more`
}

/** What was done to a campaign, as an entry of its log. */
export function stepWords({ what, people }: Campaign['log'][number]): string {
  const handed = people === null ? '' : `: ${count(people, 'person', 'people')}`
  return `${capital(what)}${handed}`
}

/** A share held out, and the smallest effect that is seen with it. */
interface PowerPoint {
  holdout: number
  minimumEffect: number
}

/** What can be seen, by share held out. */
export interface Power {
  points: readonly PowerPoint[]
  /** The plan; null where not even a doubling would be seen. */
  now: PowerPoint | null
  /** The end of the scale: what lies above is cut off. */
  most: number
  label: string
  sentence: string
}

/** Return the curve of what can be seen by share held out; null where it isn't known. */
export function powerCurve({
  holdout,
  minimumEffect,
  holdouts,
}: Pick<Campaign, 'holdout' | 'minimumEffect' | 'holdouts'>): Power | null {
  const now = minimumEffect === null ? null : { holdout, minimumEffect }
  const points = [...holdouts, ...(now ? [now] : [])]
    .filter((one): one is PowerPoint => one.minimumEffect !== null)
    .filter((one) => one === now || one.holdout !== holdout)
    .sort((a, b) => a.holdout - b.holdout)
  const last = points.at(-1)
  if (!last || points.length < 2) return null
  const highest = Math.max(...points.map((one) => one.minimumEffect))
  const most = Math.min(highest, Math.max(5 * last.minimumEffect, 1.15 * (now?.minimumEffect ?? 0)))
  const label = effectWords({ minimumEffect })
  const ends = `${effectWords(last)} with ${percent(last.holdout, 0)}`
  const sentence = `The smallest effect that would be seen, by share held out: ${label} with ${percent(holdout, 0)}, ${ends}.`
  return { points, now, most, label, sentence }
}
