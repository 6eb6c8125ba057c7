import { showChance } from '@/shared/charts/kit/units'
import { count, day, number } from '@/shared/format'

import { sureSince } from './verdict'
import type { View } from './view'

/** One of the three figures beside a verdict. */
export interface Fact {
  name: string
  value: string
  note: string
}

/** How probable, since when, how many: what makes a verdict sure. */
export function factsOf({ found, nameOf }: View): Fact[] {
  const people: Fact = {
    name: 'People compared',
    value: number(found.arms.reduce((sum, arm) => sum + arm.people, 0)),
    note: 'each counted once, under the asset seen first',
  }
  if (found.verdict.kind === 'DONT_TRUST') {
    return found.allocation.broken
      ? [...brokenFacts({ found }), people]
      : [leftOut({ found }), people]
  }
  const leader = found.arms[0]
  const best: Fact = {
    name: 'Probability best',
    value: showChance(leader?.best ?? null),
    note: leader ? nameOf(leader.asset) : '',
  }
  return [best, sureness({ found }), people]
}

function sureness({ found }: Pick<View, 'found'>): Fact {
  const left = found.verdict.daysLeft
  const since = sureSince(found)
  if (since && found.verdict.asset) {
    return {
      name: 'Sure since',
      value: day(since.day, 'UTC'),
      note: `day ${since.n} with enough data`,
    }
  }
  if (found.verdict.kind === 'NO_DIFFERENCE') {
    return { name: 'Sure that', value: 'It is alike', note: 'smaller than what matters' }
  }
  if (left !== null) {
    const value = `≈ ${count(left, 'more day')}`
    return { name: 'Keep waiting', value, note: 'at the traffic of the last seven days' }
  }
  return { name: 'Sure since', value: 'Not yet', note: 'the difference may be chance' }
}

function leftOut({ found: { support } }: Pick<View, 'found'>): Fact {
  return {
    name: 'Left out',
    value: number(support.peopleLeftOut),
    note: 'people who came when not all assets were shown',
  }
}

function brokenFacts({ found: { allocation } }: Pick<View, 'found'>): Fact[] {
  const { seen, expected, p } = allocation
  const off = seen.map((share, at) => Math.abs(share - (expected?.[at] ?? share)))
  return [
    {
      name: 'Share off by',
      value: `${number(Math.max(0, ...off) * 100, 1)} points`,
      note: 'the asset that is furthest from its share',
    },
    {
      name: 'Could be chance',
      value: p !== null && p < 0.0001 ? 'p < 0.0001' : `p = ${number(p, 4)}`,
      note: 'however often one looks',
    },
  ]
}
