/* Test data: a comparison of three assets, of which the first leads. */
import type { Arm, Comparison, Guardrail } from './comparison'

interface Invented {
  kind?: Comparison['verdict']['kind']
  sentence?: string
  reasons?: string[]
  /** How the leader stands on completion. */
  completion?: Guardrail['state']
}

function around(value: number, half: number) {
  return { value, low: value - half, high: value + half }
}

function arm(asset: string, rate: number, best: number, state: Guardrail['state'] = 'HELD'): Arm {
  return {
    asset,
    name: asset,
    title: 't',
    people: 20_000,
    waiting: 0,
    rate: around(rate, 0.005),
    adjusted: null,
    weighted: null,
    best,
    expectedLoss: 0.001,
    progress: 4,
    needsData: false,
    ruledOut: false,
    guardrails: [
      {
        measure: 'completion_rate',
        state,
        margin: 0.1,
        ratio: around(0.04, 0.05),
        rate: around(0.7, 0.03),
      },
    ],
  }
}

export function comparison(how: Invented = {}): Comparison {
  const { kind = 'WINNER', sentence = 'Said.', reasons = [], completion = 'HELD' } = how
  const decided = kind === 'WINNER' || kind === 'LOSES_VIEWERS'
  const effects = (asset: string, value: number) => ({ key: asset, value: around(value, 0.1) })
  const difference = (asset: string, other: string, value: number) => ({
    asset,
    other,
    beyondChance: true,
    simultaneous: true,
    difference: around(value, 0.01),
    ratio: around(value * 10, 0.1),
  })
  return {
    verdict: { kind, asset: decided ? 'a' : null, sentence, reasons, daysLeft: null },
    measure: 'take_rate',
    basis: 'RAW',
    level: 0.95,
    margin: 0.05,
    arms: [arm('a', 0.106, 0.99, completion), arm('b', 0.092, 0.01), arm('c', 0.084, 0)],
    differences: [
      difference('b', 'a', -0.014),
      difference('a', 'c', 0.022),
      difference('b', 'c', 0.008),
    ],
    suppressed: 0,
    audiences: [
      {
        audience: 'affinity:one',
        name: 'One',
        people: 4000,
        best: 'a',
        probability: 0.97,
        loss: 0,
        rates: { a: 0.1, b: 0.09, c: 0.08 },
        differs: [],
        effects: [effects('a', 0.2), effects('b', -0.05), effects('c', -0.15)],
      },
      {
        audience: 'affinity:two',
        name: 'Two',
        people: 3000,
        best: 'c',
        probability: 0.99,
        loss: 0.2,
        rates: { a: 0.08, b: 0.07, c: 0.12 },
        differs: ['c'],
        effects: [effects('a', -0.12), effects('b', -0.05), effects('c', 0.4)],
      },
      {
        audience: 'affinity:little',
        name: 'Little',
        people: 300,
        best: null,
        probability: null,
        loss: null,
        rates: {},
        differs: [],
        effects: [],
      },
    ],
    support: { peopleLeftOut: 0 },
    allocation: {
      assets: ['a', 'b', 'c'],
      expected: [0.33, 0.33, 0.34],
      seen: [0.36, 0.29, 0.35],
      p: 0.001,
      broken: kind === 'DONT_TRUST',
      slices: [{ dimension: 'device', value: 'tv', people: 2000, shares: [0.41, 0.18, 0.41] }],
    },
    mixes: [],
    reversals: [],
    overlap: { within: 12, later: 40 },
    path: [-0.002, 0.001, 0.003, 0.004].map((low, at) => ({
      day: `2020-11-0${6 + at}`,
      people: 1000 * (at + 1),
      alwaysValid: { value: 0.014, low: low - 0.002, high: 0.03 },
      fixed: { value: 0.014, low: 0.005, high: 0.023 },
    })),
    test: 't-artwork',
    exploreOnly: true,
    firstDay: '2020-11-06',
    lastDay: '2020-11-09',
    notes: [],
    completeUntil: '2020-11-10T00:00:00+00:00',
    version: 7,
  }
}
