import { leavesOut } from '@/shared/charts/kit/estimate'
import { count, measure, points } from '@/shared/format'

import { forWhom } from './audiences'
import type { Comparison } from './comparison'
import { between } from './differences'
import type { Names } from './verdict'

/** A condition that would change the verdict, or confirm it. */
export interface Change {
  id: string
  /** The condition: “Only Heist Thrillers”. */
  when: string
  /** The verdict then. */
  then: string
  /** The asset that the verdict would be about. */
  asset: string | null
  /** The figures behind it. */
  because: string
  tone: 'win' | 'mislead' | 'plain'
}

/** The most audiences to name. */
const AUDIENCES = 2

/** Return what would change the verdict, from the comparison alone. */
export function changesOf(comparison: Comparison, nameOf: Names): Change[] {
  return [
    ...inAudiences(comparison, nameOf),
    ...withoutGuardrails(comparison, nameOf),
    ...failing(comparison, nameOf),
    ...oneLook(comparison, nameOf),
    ...waiting(comparison, nameOf),
  ]
}

function inAudiences(comparison: Comparison, nameOf: Names): Change[] {
  const { value } = measure(comparison.measure)
  const leader = comparison.arms[0]?.asset ?? ''
  return forWhom(comparison, comparison)
    .filter(({ best, differs, probability }) => {
      return best !== null && best !== leader && (differs || (probability ?? 0) >= 0.8)
    })
    .slice(0, AUDIENCES)
    .map(({ audience, name, best, rate }) => {
      const there = comparison.audiences.find((one) => one.audience === audience)?.rates[leader]
      const other =
        typeof there === 'number' ? `, compared with ${value(there)} for ${nameOf(leader)}` : ''
      return {
        id: audience,
        when: `Only ${name}`,
        then: `${nameOf(best ?? '')} is best`,
        asset: best,
        because: `${value(rate)}${other}`,
        tone: 'plain',
      }
    })
}

function withoutGuardrails({ verdict }: Comparison, nameOf: Names): Change[] {
  if (verdict.kind !== 'LOSES_VIEWERS' || verdict.asset === null) return []
  return [
    {
      id: 'guardrails',
      when: 'No guardrails',
      then: `${nameOf(verdict.asset)} wins`,
      asset: verdict.asset,
      because: 'most plays, fewest finishers',
      tone: 'mislead',
    },
  ]
}

/** How much worse the completion of a winner would have to become. */
function failing({ verdict, arms }: Comparison, nameOf: Names): Change[] {
  const winner = arms.find(({ asset }) => verdict.kind === 'WINNER' && asset === verdict.asset)
  const guard = winner?.guardrails.find(({ measure: name }) => name === 'completion_rate')
  const rate = guard?.rate.value
  const ratio = guard?.ratio.value
  if (!winner || !guard || rate == null || ratio == null) return []
  const others = rate / (1 + ratio)
  const { label, value } = measure(guard.measure)
  return [
    {
      id: guard.measure,
      when: `${label} of ${nameOf(winner.asset)} falls clearly under ${value(others * (1 - guard.margin))}`,
      then: 'Wins plays, loses viewers',
      asset: winner.asset,
      because: `now ${value(rate)}; the other assets have ${value(others)}`,
      tone: 'mislead',
    },
  ]
}

/** What a single, planned look would have shown. */
function oneLook({ path, arms, verdict }: Comparison, nameOf: Names): Change[] {
  const last = path.at(-1)
  const leader = arms[0]
  if (!last || !leader || verdict.kind !== 'KEEP_WAITING') return []
  if (!leavesOut(last.fixed) || leavesOut(last.alwaysValid)) return []
  const { low, high } = last.fixed
  return [
    {
      id: 'look',
      when: 'A single look, planned before the test started',
      then: `${nameOf(leader.asset)} beats ${nameOf(arms[1]?.asset ?? '')}`,
      asset: leader.asset,
      because: `${points(low)} to ${points(high)} points; checking daily needs more data`,
      tone: 'plain',
    },
  ]
}

function waiting(comparison: Comparison, nameOf: Names): Change[] {
  const left = comparison.verdict.daysLeft
  const [leader, next] = comparison.arms
  if (comparison.verdict.kind !== 'KEEP_WAITING' || !leader || !next) return []
  const held = between(comparison, leader.asset, next.asset)
  const now = held ? `${points(held.difference.value)} points now` : 'at today’s traffic'
  if (left === null) return []
  return [
    {
      id: 'waiting',
      when: `About ${count(left, 'more day')} like the last seven`,
      then: `${nameOf(leader.asset)} wins, if the difference holds`,
      asset: leader.asset,
      because: now,
      tone: 'win',
    },
  ]
}
