import { type Estimate, leavesOut } from '@/shared/charts/kit/estimate'
import { day, measure, number, percent, range, THIN, valueName, words } from '@/shared/format'
import type { BadgeKind } from '@/shared/ui'

import { type Arm, type Comparison, type Guardrail, rateOf } from './comparison'
import { between, type Held } from './differences'

/** A verdict in the words of the page: what is sure in ink, its doubt lighter. */
export interface Headline {
  text: string
  /** In parentheses behind it: how far the figure may be off. */
  doubt: string | null
  /** What follows the doubt. */
  rest: string
}

const BADGES: Readonly<Record<Comparison['verdict']['kind'], BadgeKind>> = {
  WINNER: 'winner',
  LOSES_VIEWERS: 'loses_viewers',
  NO_DIFFERENCE: 'no_difference',
  KEEP_WAITING: 'keep_waiting',
  DONT_TRUST: 'dont_trust',
}

/** The badge of a verdict. */
export function badgeOf({ verdict }: Pick<Comparison, 'verdict'>): BadgeKind {
  return BADGES[verdict.kind]
}

/** What is called what: names of assets by id. */
export type Names = (asset: string) => string

/** Say the verdict in one sentence that can be read aloud. */
export function headlineOf(
  found: Comparison,
  nameOf: Names,
  saying: (sentence: string) => string = (sentence) => sentence,
): Headline {
  const { verdict } = found
  const leader = found.arms.find(({ asset }) => asset === verdict.asset)
  if (leader && verdict.kind === 'WINNER') return winner(found, leader, nameOf)
  if (leader && verdict.kind === 'LOSES_VIEWERS') return misleads(found, leader, nameOf)
  return parted(saying(verdict.sentence))
}

function winner(found: Comparison, leader: Arm, nameOf: Names): Headline {
  const { label, value } = measure(found.measure)
  const rate = value(rateOf(leader, found.basis).value)
  const wins =
    found.measure === 'take_rate'
      ? `${nameOf(leader.asset)} wins: ${rate} of the people it reaches watch`
      : `${nameOf(leader.asset)} wins: its ${label.toLowerCase()} is ${rate}`
  const states = leader.guardrails.map(({ state }) => state)
  const stay =
    states.length > 0 && states.every((state) => state === 'HELD') ? ', and they stay.' : '.'
  return { ...against(found, leader, nameOf, wins), rest: stay }
}

function misleads(found: Comparison, leader: Arm, nameOf: Names): Headline {
  const wins = `${nameOf(leader.asset)} wins plays, loses viewers`
  const failed = leader.guardrails.filter(({ state }) => state === 'FAILED')
  const rest = `, but ${failed.slice(0, 1).map(harm).join('')}.`
  return { ...against(found, leader, nameOf, wins, ':'), rest }
}

/** What a failed guardrail means for those who play. */
function harm({ measure: name, rate }: Guardrail): string {
  const { label, value } = measure(name)
  if (name === 'completion_rate')
    return `only ${value(rate.value)} of its plays are seen to the end`
  if (name === 'short_play_rate') return `${value(rate.value)} are given up at once`
  return `its ${label.toLowerCase()} is ${value(rate.value)}`
}

/** Go on with how much more that is than the next best has. */
function against(
  found: Comparison,
  leader: Arm,
  nameOf: Names,
  text: string,
  joint = ',',
): Pick<Headline, 'text' | 'doubt'> {
  const size = ({ difference }: Held) => Math.abs(difference.value ?? Infinity)
  const nearest = found.arms
    .filter(({ asset }) => asset !== leader.asset)
    .flatMap(({ asset }) => {
      const held = between(found, leader.asset, asset)
      return held ? [{ rival: asset, held }] : []
    })
    .sort((a, b) => size(a.held) - size(b.held))[0]
  if (!nearest) return { text, doubt: null }
  const { difference, unit } = measure(found.measure)
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

/** Take the doubt of the service's own sentence out of it. */
function parted(sentence: string): Headline {
  const found = /^(.*?) \(([^()]*\d to [^()]*)\)(.*)$/s.exec(sentence)
  if (!found) return { text: sentence, doubt: null, rest: '' }
  const [, text = '', doubt = '', rest = ''] = found
  return { text, doubt, rest }
}

/** What a reader should know beside the sentence; guardrails have a line of their own. */
export function reasonsOf(found: Comparison, nameOf: Names): readonly string[] {
  const { verdict } = found
  if (verdict.kind === 'DONT_TRUST' && found.allocation.broken) {
    return [...supportReasons(found), ...brokenReasons(found, nameOf)]
  }
  return verdict.reasons.filter((reason) => !reason.startsWith('Guardrail '))
}

/** When and where people count, where that is not always and everywhere. */
function supportReasons({ verdict }: Comparison): string[] {
  return verdict.reasons.filter((reason) => /^(Counted|Left out|About|From) /.test(reason))
}

/** Where the shares of a broken test are off, and what to do about it. */
function brokenReasons({ allocation }: Comparison, nameOf: Names): string[] {
  const { slices, assets, expected } = allocation
  const parts = slices.slice(0, 3).map(({ dimension, value, people, shares }) => {
    const off = shares.map((share, at) => Math.abs(share - (expected?.[at] ?? share)))
    const worst = off.indexOf(Math.max(...off))
    const where = `${words(dimension)} ${valueName(dimension, value)}`
    return `${where}: ${nameOf(assets[worst] ?? '')} has ${percent(shares[worst])} of ${number(people)} people.`
  })
  return [...parts, 'Find out what loses people there, mend it, and begin the test anew.']
}

/** How a guardrail of the leading asset is said in a line. */
export function guardrailSaid({ measure: name, state, rate, ratio }: Guardrail): string {
  const { label, value } = measure(name)
  const by = doubtOf(ratio)
  switch (state) {
    case 'HELD':
      return `${label} kept: ${value(rate.value)}${by}`
    case 'FAILED':
      return `${label} worse: ${value(rate.value)}${by}`
    case 'UNSURE':
      return `${label} not sure yet: ${value(rate.value)}${by}`
  }
}

function doubtOf({ value }: Estimate): string {
  if (value === null) return ''
  const size = new Intl.NumberFormat(undefined, { style: 'percent' }).format(Math.abs(value))
  if (Math.abs(value) < 0.005) return ', as the others'
  return `, ${size} ${value > 0 ? 'more' : 'less'} than the others`
}

/** The day since which the leading difference leaves zero out; null where it does not now. */
export function sureSince({ path }: Pick<Comparison, 'path'>): { day: string; n: number } | null {
  const last = path.findLastIndex(({ alwaysValid }) => !leavesOut(alwaysValid))
  const step = path[last + 1]
  return step ? { day: step.day, n: last + 2 } : null
}

/** The days whose people count: 6 – 23 Nov. */
export function daysOf({ firstDay, lastDay }: Pick<Comparison, 'firstDay' | 'lastDay'>): string {
  if (firstDay === null || lastDay === null) return ''
  const first = day(firstDay, 'UTC')
  return firstDay === lastDay ? first : `${first} – ${day(lastDay, 'UTC')}`
}
