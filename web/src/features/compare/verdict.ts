import { type Estimate, leavesOut } from '@/shared/charts/kit/estimate'
import { day, measure, percent, range, readableReason, THIN } from '@/shared/format'
import type { BadgeKind } from '@/shared/ui'

import { type Arm, type Comparison, type Guardrail, leadsButLoses, rateOf } from './comparison'
import { between, type Held } from './differences'

/** A verdict in a sentence, its margin of error apart. */
export interface Headline {
  text: string
  /** In parentheses: how far the figure may be off. */
  doubt: string | null
  /** The rest of the sentence. */
  rest: string
}

const BADGES: Readonly<Record<Comparison['verdict']['kind'], BadgeKind>> = {
  WINNER: 'winner',
  LOSES_VIEWERS: 'loses_viewers',
  NO_DIFFERENCE: 'no_difference',
  KEEP_WAITING: 'keep_waiting',
  DONT_TRUST: 'dont_trust',
}

/** Return the badge of a verdict, and its text where it is not the usual one. */
export function badgeOf(comparison: Pick<Comparison, 'verdict' | 'arms'>): {
  kind: BadgeKind
  words?: string
} {
  return leadsButLoses(comparison)
    ? { kind: 'loses_viewers', words: 'Leads, loses viewers' }
    : { kind: BADGES[comparison.verdict.kind] }
}

/** Return the name of an asset by id. */
export type Names = (asset: string) => string

/** Return the verdict in a sentence. */
export function headlineOf(
  comparison: Comparison,
  nameOf: Names,
  saying: (sentence: string) => string = (sentence) => sentence,
): Headline {
  const { verdict } = comparison
  const leader = comparison.arms.find(({ asset }) => asset === verdict.asset)
  if (leader && verdict.kind === 'WINNER') return winner(comparison, leader, nameOf)
  if (leader && verdict.kind === 'LOSES_VIEWERS') return misleads(comparison, leader, nameOf)
  const losing = leadsButLoses(comparison)
  if (losing) return leads(comparison, losing, nameOf)
  return splitInterval(saying(verdict.sentence))
}

function winner(comparison: Comparison, leader: Arm, nameOf: Names): Headline {
  const { label, value } = measure(comparison.measure)
  const rate = value(rateOf(leader, comparison.basis).value)
  const wins =
    comparison.measure === 'take_rate'
      ? `${nameOf(leader.asset)} wins: ${rate} of the people it reaches watch`
      : `${nameOf(leader.asset)} wins: its ${label.toLowerCase()} is ${rate}`
  const states = leader.guardrails.map(({ state }) => state)
  const stay =
    states.length > 0 && states.every((state) => state === 'HELD') ? ', and they stay.' : '.'
  return { ...against(comparison, leader, nameOf, wins), rest: stay }
}

function misleads(comparison: Comparison, leader: Arm, nameOf: Names): Headline {
  const wins = `${nameOf(leader.asset)} wins plays, loses viewers`
  const failed = leader.guardrails.filter(({ state }) => state === 'FAILED')
  const rest = `, but ${failed.slice(0, 1).map(harm).join('')}.`
  return { ...against(comparison, leader, nameOf, wins, ':'), rest }
}

/** Say that the leading asset loses viewers, and that its lead may be chance. */
function leads(comparison: Comparison, leader: Arm, nameOf: Names): Headline {
  const [failed] = leader.guardrails.filter(({ state }) => state === 'FAILED')
  const loses = `${nameOf(leader.asset)} leads but loses viewers: ${failed ? harm(failed) : ''}`
  const next = comparison.arms.find(({ asset }) => asset !== leader.asset)
  const sure = comparison.differences.some(
    ({ asset, other, beyondChance }) =>
      beyondChance &&
      [asset, other].includes(leader.asset) &&
      [asset, other].includes(next?.asset ?? ''),
  )
  const rest = sure ? ', but not more than all others.' : ', which could be chance.'
  return { ...against(comparison, leader, nameOf, `${loses}. It gets`, ''), rest }
}

/** Say what a failed guardrail means for viewers. */
function harm({ measure: name, rate }: Guardrail): string {
  const { label, value } = measure(name)
  if (name === 'completion_rate') return `only ${value(rate.value)} of its plays are finished`
  if (name === 'short_play_rate') return `${value(rate.value)} of its plays end early`
  return `its ${label.toLowerCase()} is ${value(rate.value)}`
}

/** Continue a sentence with the lead over the runner-up. */
function against(
  comparison: Comparison,
  leader: Arm,
  nameOf: Names,
  text: string,
  joint = ',',
): Pick<Headline, 'text' | 'doubt'> {
  const size = ({ difference }: Held) => Math.abs(difference.value ?? Infinity)
  const nearest = comparison.arms
    .filter(({ asset }) => asset !== leader.asset)
    .flatMap(({ asset }) => {
      const held = between(comparison, leader.asset, asset)
      return held ? [{ rival: asset, held }] : []
    })
    .sort((a, b) => size(a.held) - size(b.held))[0]
  if (!nearest) return { text, doubt: null }
  const { difference, unit } = measure(comparison.measure)
  const { value, low, high } = nearest.held.difference
  const more = difference(value === null ? null : Math.abs(value))
    .replace('+', '')
    .concat(unit ? ` ${unit}` : '')
  const word = (value ?? 0) < 0 ? 'less' : 'more'
  return {
    text: `${text}${joint} ${more} ${word} than ${nameOf(nearest.rival)}`,
    doubt: range(low, high, difference).replaceAll(`${THIN}–${THIN}`, ' to '),
  }
}

/** Split a sentence of the service at its interval in parentheses. */
function splitInterval(sentence: string): Headline {
  const match = /^(.*?) \(([^()]*\d to [^()]*)\)(.*)$/s.exec(sentence)
  if (!match) return { text: sentence, doubt: null, rest: '' }
  const [, text = '', doubt = '', rest = ''] = match
  return { text, doubt, rest }
}

/** Return the reasons below the sentence, without guardrails, which have a list of their own. */
export function reasonsOf({
  verdict,
  allocation,
}: Pick<Comparison, 'verdict' | 'allocation'>): readonly string[] {
  const reasons = verdict.reasons.filter((reason) => !reason.startsWith('Guardrail '))
  return verdict.kind === 'DONT_TRUST' && allocation.broken
    ? [
        ...reasons.map(readableReason),
        'Find where viewers get lost, fix it, then restart the test.',
      ]
    : reasons
}

/** Return a guardrail of the leading asset in words. */
export function guardrailSaid({ measure: name, state, rate, ratio }: Guardrail): string {
  const { label, value } = measure(name)
  const by = doubtOf(ratio)
  switch (state) {
    case 'HELD':
      return `${label} passed: ${value(rate.value)}${by}`
    case 'FAILED':
      return `${label} failed: ${value(rate.value)}${by}`
    case 'UNSURE':
      return `${label} not certain yet: ${value(rate.value)}${by}`
  }
}

function doubtOf({ value }: Estimate): string {
  if (value === null) return ''
  if (Math.abs(value) < 0.005) return ', same as the others'
  return `, ${percent(Math.abs(value), 0)} ${value > 0 ? 'more' : 'less'} than the others`
}

/** Return the day since when the leader's lead is beyond chance; null where it is not now. */
export function sureSince({ path }: Pick<Comparison, 'path'>): { day: string; n: number } | null {
  const last = path.findLastIndex(({ alwaysValid }) => !leavesOut(alwaysValid))
  const step = path[last + 1]
  return step ? { day: step.day, n: last + 2 } : null
}

/** Return the first and the last day of a comparison: 6 – 23 Nov. */
export function daysOf({ firstDay, lastDay }: Pick<Comparison, 'firstDay' | 'lastDay'>): string {
  if (firstDay === null || lastDay === null) return ''
  const first = day(firstDay, 'UTC')
  return firstDay === lastDay ? first : `${first} – ${day(lastDay, 'UTC')}`
}
