import { showChance } from '@/shared/charts/kit/units'
import { count, day, number } from '@/shared/format'

import { sureSince } from './verdict'
import type { View } from './view'

/** One of the key figures beside a verdict. */
export interface Fact {
  name: string
  value: string
  note: string
}

/** Return the key figures of a verdict: its probability, since when, how many people. */
export function factsOf({ comparison, nameOf }: View): Fact[] {
  const people: Fact = {
    name: 'People compared',
    value: number(comparison.arms.reduce((sum, arm) => sum + arm.people, 0)),
    note: 'each counted once, by the first asset they saw',
  }
  if (comparison.verdict.kind === 'DONT_TRUST') {
    return comparison.allocation.broken
      ? [...brokenFacts({ comparison }), people]
      : [leftOut({ comparison }), people]
  }
  const leader = comparison.arms[0]
  const best: Fact = {
    name: 'Probability best',
    value: showChance(leader?.best ?? null),
    note: leader ? nameOf(leader.asset) : '',
  }
  return [best, sureness({ comparison }), people]
}

function sureness({ comparison }: Pick<View, 'comparison'>): Fact {
  const left = comparison.verdict.daysLeft
  const since = sureSince(comparison)
  if (since && comparison.verdict.asset) {
    return {
      name: 'Certain since',
      value: day(since.day, 'UTC'),
      note: `day ${since.n} with enough data`,
    }
  }
  if (comparison.verdict.kind === 'NO_DIFFERENCE') {
    return { name: 'Certain', value: 'No difference', note: 'within the margin' }
  }
  if (left !== null) {
    const value = `≈ ${count(left, 'more day')}`
    return { name: 'Keep waiting', value, note: 'at the traffic of the last seven days' }
  }
  return { name: 'Certain since', value: 'Not yet', note: 'the difference could be chance' }
}

function leftOut({ comparison: { support } }: Pick<View, 'comparison'>): Fact {
  return {
    name: 'Excluded',
    value: number(support.peopleLeftOut),
    note: 'people from times when not all assets were shown',
  }
}

function brokenFacts({ comparison: { allocation } }: Pick<View, 'comparison'>): Fact[] {
  const { seen, expected, p } = allocation
  const off = seen.map((share, at) => Math.abs(share - (expected?.[at] ?? share)))
  return [
    {
      name: 'Split off by',
      value: `${number(Math.max(0, ...off) * 100, 1)} points`,
      note: 'for the asset furthest from its planned share',
    },
    {
      name: 'Chance',
      value: p !== null && p < 0.0001 ? 'under 1 in 10,000' : `p = ${number(p, 4)}`,
      note: 'however often you check',
    },
  ]
}
