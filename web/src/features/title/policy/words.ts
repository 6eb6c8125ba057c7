import { type Estimate, leavesOut, scaled } from '@/shared/charts/kit/estimate'
import { show, showRange, type Unit } from '@/shared/charts/kit/units'
import { capital, count, listed, measure, number, percent, words } from '@/shared/format'
import { kindName } from '@/shared/media'
import type { Where } from '@/shared/url'

import { type Group, type Policy, sharesOf, type Step } from './policy'

/** The unit of what a person wins, and of differences of it. */
export function unitsOf(reward: string): { rate: Unit; gain: Unit; factor: number } {
  return reward === 'watch_seconds'
    ? { rate: 'minutes', gain: 'minutes', factor: 1 / 60 }
    : { rate: 'rate', gain: 'points', factor: 1 }
}

/** What each person wins under a policy. */
export const WON: Readonly<Record<string, string>> = {
  viewers: 'People who watch after seeing the title',
  watch_seconds: 'Minutes watched by each person who saw the title',
  kept: 'People who watch to the end, or most of it',
}

/** Return a difference with its unit and interval: +1.3 points (0.7 to 1.9). */
export function gainWords(gain: Estimate, reward: string): string {
  const { gain: unit, factor } = unitsOf(reward)
  const one = scaled(gain, factor)
  const points = unit === 'points' ? ' points' : ''
  const sign = unit === 'minutes' && (one.value ?? 0) > 0 ? '+' : ''
  return `${sign}${show(one.value, unit)}${points} (${showRange(one, unit)})`
}

/** Return who a step is for: First, to · then, to · and to. */
export function orderOf(at: number, steps: number): string {
  if (steps === 1) return 'To'
  if (at === 0) return 'First, to'
  return at < steps - 1 ? 'then, to' : 'and to'
}

/** Return the share of people that a step is for; later steps leave out who is in earlier ones. */
export function peopleOf(step: Step, before: readonly Step[]): string {
  const share = `${percent(step.shareOfPeople, 0)} of people`
  if (before.length === 0 || step.audience === null) return share
  return `${share}, not in ${before.length === 1 ? (before[0]?.audienceName ?? '') : 'the audiences before'}`
}

/** Return how the asset of a step compares with the single one there. */
export function comparedWith(step: Step, policy: Policy, single: string): string {
  const one = kindName(policy.assetType, 1)
  if (step.asset === policy.single) {
    return policy.personalised
      ? `The best if everyone saw the same ${one}`
      : `The best ${one} for everyone`
  }
  const { gain: unit, factor } = unitsOf(policy.reward)
  const gain = scaled(step.gain, factor)
  const more = (gain.value ?? 0) < 0 ? 'less' : 'more'
  const size = show(Math.abs(gain.value ?? 0), unit).replace('+', '')
  const points = unit === 'points' ? ' points' : ''
  const doubt = leavesOut(step.gain) ? '' : ', could be chance'
  return `${size}${points} ${more} than ${single} (${showRange(gain, unit)})${doubt}`
}

/** Return the shares of a step by letter: G 90% · A 5% · B 5%. */
export function sharesWords(step: Step, letterOf: (asset: string) => string): string {
  const all = sharesOf(step)
  const shown = all.slice(0, MOST).map(([id, share]) => `${letterOf(id)} ${shareWords(share)}`)
  const rest = all.length > MOST ? [`${all.length - MOST} more`] : []
  return [...shown, ...rest].join(' · ')
}

const MOST = 4

function shareWords(share: number): string {
  return percent(share, Number.isInteger(Math.round(share * 1000) / 10) ? 0 : 1)
}

/** Return the part of the decision that says what it gains, as the service says it. */
export function gainSentence({ sentence }: Policy): string {
  return capital(sentence.slice(sentence.lastIndexOf(': ') + 2))
}

/** Return the decision in pieces, names and the gain to be emphasised. */
export function emphasised(sentence: string): readonly { text: string; tone?: 'strong' | 'win' }[] {
  return sentence
    .split(/(“[^”]+”|about [^(:]+ a week)/)
    .filter((text) => text !== '')
    .map((text) =>
      text.startsWith('“')
        ? { text, tone: 'strong' }
        : text.startsWith('about ')
          ? { text, tone: 'win' }
          : { text },
    )
}

/** Return what guardrails to watch, in a sentence each. */
export function watchedOf(steps: readonly Step[]): string[] {
  return steps.flatMap(({ name, audienceName, guardrails }) =>
    guardrails
      .filter(({ watch }) => watch)
      .map(({ measure: name_, difference, margin }) => {
        const less = LESS.has(name_)
        const worst = less ? difference.high : difference.low
        const label = measure(name_).label.toLowerCase()
        const worse = percent(Math.abs(worst ?? 0), 0)
        return `“${name}” with ${audienceName}: ${label} could be ${worse} ${less ? 'higher' : 'lower'}, and the limit is ${percent(margin, 0)}.`
      }),
  )
}

/** Return a group in words: its value, or that it is unknown. */
export function groupName({ attribute, value }: Group): string {
  return value ?? `unknown ${words(attribute).toLowerCase()}`
}

/** Return groups by attribute and value, as people read them; the unknown last. */
export function inOrder(groups: readonly Group[]): Group[] {
  const attributes = groups.map(({ attribute }) => attribute)
  return [...groups].sort(
    (a, b) =>
      attributes.indexOf(a.attribute) - attributes.indexOf(b.attribute) ||
      Number(a.value === null) - Number(b.value === null) ||
      (a.value ?? '').localeCompare(b.value ?? '', 'en', { numeric: true }),
  )
}

/** Return which groups a policy serves worse, in a sentence; null if it serves none worse. */
export function servedWorse({ groups, assetType }: Policy): string | null {
  const worse = groups.filter((group) => group.worse).map(groupName)
  if (worse.length === 0) return null
  return `This policy surely serves ${listed(worse)} worse than one ${kindName(assetType, 1)} for everyone.`
}

/** Measures where lower is better. */
const LESS = new Set(['short_play_rate'])

/** Return the filters of other pages that a policy doesn't have, in words; null without any. */
export function ignoredOf(filters: { where: Where; audience: string; tz: string }): string | null {
  const names = Object.entries(filters.where)
    .filter(
      ([name, { values, not }]) => name !== 'phase' || not === true || values.join() !== 'explore',
    )
    .map(([name]) => words(name).toLowerCase())
  const all = [
    ...names,
    ...(filters.audience.trim() ? ['audience'] : []),
    ...(filters.tz === 'UTC' ? [] : ['time zone']),
  ]
  return all.length > 0 ? listed(all) : null
}

/** Return who explores which assets, in a sentence. */
export function exploringWords(policy: Policy, explore: number): string {
  const kinds = kindName(policy.assetType, 2)
  const steps = [...policy.rules, policy.otherwise]
  const open = new Set(
    steps.flatMap((step) =>
      sharesOf(step)
        .map(([id]) => id)
        .filter((id) => id !== step.asset),
    ),
  )
  if (explore === 0) return 'Nobody explores, so nothing new is learned.'
  if (open.size === 0) {
    return `Nobody needs to explore: all other ${kinds} are surely worse, or can’t be chosen.`
  }
  const several = count(open.size, kindName(policy.assetType, 1), kinds)
  return `${several} may still be best somewhere. Those that are surely worse with an audience get nothing there.`
}

/** Return how many people of a step come in a week. */
export function perWeek(policy: Policy, step: Step): string {
  return number(policy.peoplePerWeek * step.shareOfPeople)
}

/** Return what a person wins: 10.4%, 9.6 min. */
export function rateWords(value: number | null, reward: string): string {
  const { rate, factor } = unitsOf(reward)
  return show(value === null ? null : value * factor, rate)
}

/** Return the heading of the policy, and what it says in a sentence. */
export function headingOf(policy: Policy): { title: string; lead: string } {
  const one = kindName(policy.assetType, 1)
  const people = count(policy.people, 'person', 'people')
  if (policy.personalised) {
    return {
      title: 'The policy',
      lead: `Read from left to right: the first audience that a person is in decides the ${one}. Learned from ${people} who got theirs at random.`,
    }
  }
  if (policy.audiences === 0) {
    return {
      title: 'Keep exploring',
      lead: `${people} got their ${one} at random so far. An audience needs ${number(policy.leastPeople)} of them for a rule of its own, and none has so many.`,
    }
  }
  return {
    title: `One ${one} is as good`,
    lead: `No rules: ${count(policy.audiences, 'audience')} had enough of the ${people} who got their ${one} at random, and none of them surely does better with another ${one}.`,
  }
}

/** Return what a policy is worth in words, the difference first. */
export function worthWords(policy: Policy): { fact: string; rest: string } {
  const one = kindName(policy.assetType, 1)
  const week = `At ${number(policy.peoplePerWeek)} people a week, the average of the last 28 days.`
  if (!policy.personalised) {
    const found = policy.tried.low !== policy.tried.high
    return {
      fact: `One ${one} for everyone.`,
      rest: found
        ? `Rules would change it by ${gainWords(policy.tried, policy.reward)}.`
        : 'No rules were found that would win more.',
    }
  }
  return {
    fact: `${gainWords(policy.gain, policy.reward)} over one ${one} for everyone.`,
    rest: `${gainSentence(policy)} ${week} Rules look better where they were found, so the gain is corrected for that. Its interval is narrower than those above, because both count the same people.`,
  }
}
