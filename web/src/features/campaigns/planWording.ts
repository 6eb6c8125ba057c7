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
}: Pick<Campaign, 'minimumEffect' | 'baseline' | 'heldOut'>): [string, string] | null {
  if (heldOut === null) return null
  if (baseline === null) {
    return [
      'Its power is unknown.',
      'None of these people has watched the title yet, so there is nothing to expect.',
    ]
  }
  if (minimumEffect === null || minimumEffect > LARGE) {
    const least = minimumEffect === null ? 'a doubling' : `+${percent(minimumEffect, 0)}`
    return [
      'Too small to learn from.',
      `Only an effect of ${least} or more would be seen. Hold out more people, choose a larger segment, or run it longer.`,
    ]
  }
  return null
}

/** Effects of campaigns are rarely larger. */
const LARGE = 0.2

/** What was done to a campaign, as an entry of its log. */
export function stepWords({ what, people }: Campaign['log'][number]): string {
  const handed = people === null ? '' : `: ${count(people, 'person', 'people')}`
  return `${capital(what)}${handed}`
}
