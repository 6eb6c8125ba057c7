import { leavesOut } from '@/shared/charts/kit/estimate'
import { day, measure, range, THIN } from '@/shared/format'
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

/** Return a headline as one sentence. */
export function spokenOf({ text, doubt, rest }: Headline): string {
  return `${text}${doubt ? ` (${doubt})` : ''}${rest}`
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
  const undecided = standing(comparison, nameOf)
  if (undecided) return undecided
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
  const held = next && between(comparison, leader.asset, next.asset)
  if (!next || !held) return { text: `${loses}.`, doubt: null, rest: '' }
  const { size, doubt } = sizeOf(comparison, held)
  const text = `${loses}. Its lead over ${nameOf(next.asset)} is ${size}`
  return { text, doubt, rest: chanceOf(comparison, leader.asset, next.asset) }
}

/** Say how an undecided comparison stands; null where the service says something else. */
function standing(comparison: Comparison, nameOf: Names): Headline | null {
  const { verdict, arms } = comparison
  const [leader, next] = arms
  const start = verdict.sentence.indexOf('“')
  if (verdict.kind !== 'KEEP_WAITING' || !leader || !next || start < 0) return null
  const held = between(comparison, leader.asset, next.asset)
  if (arms.some(({ needsData }) => needsData) || !held?.difference.value) return null
  const { size, doubt } = sizeOf(comparison, held)
  const begin = verdict.sentence.slice(0, start)
  const text = `${begin}${nameOf(leader.asset)} leads ${nameOf(next.asset)} by ${size}`
  return { text, doubt, rest: chanceOf(comparison, leader.asset, next.asset) }
}

function chanceOf({ differences }: Comparison, leader: string, next: string): string {
  const pair = differences.find((one) => [leader, next].every((id) => isOf(one, id)))
  return pair?.beyondChance
    ? ', beyond chance, but not over all others.'
    : ', which could be chance.'
}

function isOf({ asset, other }: Comparison['differences'][number], id: string): boolean {
  return asset === id || other === id
}

/** Return a difference without its sign, and its interval: 1.4 points, +0.4 to +2.4. */
function sizeOf(
  { measure: name }: Comparison,
  { difference }: Held,
): { size: string; doubt: string } {
  const { difference: said, unit } = measure(name)
  const { value, low, high } = difference
  const size = said(value === null ? null : Math.abs(value)).replace('+', '')
  return {
    size: unit ? `${size} ${unit}` : size,
    doubt: range(low, high, said).replaceAll(`${THIN}–${THIN}`, ' to '),
  }
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
  const { size: more, doubt } = sizeOf(comparison, nearest.held)
  const word = (nearest.held.difference.value ?? 0) < 0 ? 'less' : 'more'
  return { text: `${text}${joint} ${more} ${word} than ${nameOf(nearest.rival)}`, doubt }
}

/** Split a sentence of the service at its interval in parentheses. */
function splitInterval(sentence: string): Headline {
  const match = /^(.*?) \(([^()]*\d to [^()]*)\)(.*)$/s.exec(sentence)
  if (!match) return { text: sentence, doubt: null, rest: '' }
  const [, text = '', doubt = '', rest = ''] = match
  return { text, doubt, rest }
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
