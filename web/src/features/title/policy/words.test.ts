import { expect, test } from 'vitest'

import {
  documentOf,
  exploringPerWeek,
  type Group,
  type Policy,
  ringedOf,
  type Step,
} from './policy'
import {
  comparedWith,
  emphasised,
  exploringWords,
  gainSentence,
  headingOf,
  ignoredOf,
  inOrder,
  peopleOf,
  servedWorse,
  sharesWords,
  watchedOf,
  worthWords,
} from './words'

const NOTHING = { value: 0, low: 0, high: 0 }

const step = (over: Partial<Step>): Step => ({
  audience: null,
  audienceName: 'everyone else',
  asset: 'a',
  name: 'The Crew',
  shares: { b: 0.05, a: 0.9, c: 0.05 },
  people: 8100,
  shareOfPeople: 0.81,
  rate: 0.099,
  singleRate: 0.099,
  gain: NOTHING,
  guardrails: [],
  ...over,
})

const HEIST = step({
  audience: 'affinity:heist-thrillers',
  audienceName: 'Heist Thrillers',
  asset: 'd',
  name: 'The Vault Door',
  shares: { d: 1 },
  people: 1900,
  shareOfPeople: 0.19,
  rate: 0.176,
  singleRate: 0.139,
  gain: { value: 0.037, low: 0.019, high: 0.055 },
  guardrails: [
    {
      measure: 'completion_rate',
      margin: 0.05,
      watch: false,
      difference: { value: 0.02, low: -0.03, high: 0.07 },
    },
    {
      measure: 'short_play_rate',
      margin: 0.05,
      watch: true,
      difference: { value: 0.02, low: -0.1, high: 0.14 },
    },
  ],
})

const SENTENCE =
  'Show “The Vault Door” to Heist Thrillers and “The Crew” to everyone else: about 430 more viewers a week (250 to 610) than with one asset for everyone.'

const policy = (over: Partial<Policy> = {}): Policy => ({
  title: 't1',
  assetType: 'artwork',
  policy: 'p7',
  storeVersion: 41,
  validFrom: '2026-06-01T06:00:00+00:00',
  validUntil: '2026-06-29T06:00:00+00:00',
  seed: '5eed',
  personalised: true,
  sentence: SENTENCE,
  reward: 'viewers',
  single: 'a',
  people: 10_000,
  leastPeople: 800,
  audiences: 12,
  peoplePerWeek: 61_000,
  notes: [],
  question: { title: 't1' },
  rules: [HEIST],
  otherwise: step({}),
  value: { value: 0.113, low: 0.11, high: 0.116 },
  bestSingle: { value: 0.106, low: 0.102, high: 0.11 },
  random: { value: 0.084, low: 0.083, high: 0.086 },
  gain: { value: 0.007, low: 0.004, high: 0.01 },
  tried: { value: 0.007, low: 0.004, high: 0.01 },
  expectedPerWeek: { value: 427, low: 244, high: 610 },
  groups: [],
  blocked: [],
  ...over,
})

const ONE = policy({
  personalised: false,
  rules: [],
  otherwise: step({ audienceName: 'everyone', shareOfPeople: 1 }),
  sentence: 'Show “The Crew” to everyone: what others would gain could be chance.',
  gain: NOTHING,
  tried: { value: 0.001, low: -0.004, high: 0.005 },
})

test('the decision is in the words of the service, its gain by itself', () => {
  expect(emphasised(SENTENCE).filter(({ tone }) => tone)).toEqual([
    { text: '“The Vault Door”', tone: 'strong' },
    { text: '“The Crew”', tone: 'strong' },
    { text: 'about 430 more viewers a week', tone: 'win' },
  ])
  expect(
    emphasised(SENTENCE)
      .map(({ text }) => text)
      .join(''),
  ).toBe(SENTENCE)
  expect(gainSentence(policy())).toBe(
    'About 430 more viewers a week (250 to 610) than with one asset for everyone.',
  )
})

test('a policy is worth its gain; one that does not personalise says what rules would change', () => {
  expect(worthWords(policy()).fact).toBe(
    '+0.7 points (+0.4 to +1.0) over one artwork for everyone.',
  )
  expect(worthWords(ONE).rest).toBe('Rules would change it by +0.1 points (−0.4 to +0.5).')
  expect(headingOf(ONE).title).toBe('One artwork is as good')
  expect(headingOf({ ...ONE, audiences: 0 }).title).toBe('Keep exploring')
})

test('a step says whom it is for, and how its asset compares there', () => {
  expect(peopleOf(HEIST, [])).toBe('19% of people')
  expect(peopleOf(HEIST, [step({ audienceName: 'VIPs' })])).toBe('19% of people, not in VIPs')
  expect(comparedWith(HEIST, policy(), 'The Crew')).toBe(
    '3.7 points more than The Crew (+1.9 to +5.5)',
  )
  const unsure = { ...HEIST, gain: { value: 0.01, low: -0.01, high: 0.03 } }
  expect(comparedWith(unsure, policy(), 'The Crew')).toMatch(/, could be chance$/)
  expect(comparedWith(step({}), policy(), 'The Crew')).toBe(
    'The best if everyone saw the same artwork',
  )
  expect(sharesWords(step({}), (id) => id.toUpperCase())).toBe('A 90% · B 5% · C 5%')
})

test('exploring counts people who are shown another asset', () => {
  expect(exploringPerWeek(policy())).toBeCloseTo(61_000 * 0.081)
  expect(exploringWords(policy(), 0.1)).toMatch(/^2 artworks may still be best/)
  expect(exploringWords(policy({ otherwise: step({ shares: { a: 1 } }) }), 0.1)).toMatch(/^Nobody/)
})

test('guardrails to watch are named with their limit', () => {
  expect(watchedOf([HEIST, step({})])).toEqual([
    '“The Vault Door” with Heist Thrillers: short plays could be 14% higher, and the limit is 5%.',
  ])
})

test('groups that are served worse are named', () => {
  const group: Group = {
    attribute: 'age_band',
    value: '18-24',
    peoplePerWeek: 4100,
    rate: 0.071,
    singleRate: 0.08,
    gain: { value: -0.009, low: -0.013, high: -0.005 },
    worse: true,
  }
  expect(servedWorse(policy())).toBeNull()
  const bands = ['45-54', '18-24', null, '9-17']
  expect(inOrder(bands.map((value) => ({ ...group, value }))).map(({ value }) => value)).toEqual([
    '9-17',
    '18-24',
    '45-54',
    null,
  ])
  const groups = [group, { ...group, value: null }, { ...group, value: '65+', worse: false }]
  expect(servedWorse(policy({ groups }))).toBe(
    'This policy surely serves 18-24 and unknown age band worse than one artwork for everyone.',
  )
})

test('the ring is for what surely gains most', () => {
  expect(ringedOf(policy())).toBe(HEIST)
  expect(ringedOf(ONE)).toBeNull()
})

test('filters that a policy cannot have are named; random traffic is what it learns from', () => {
  const none = { where: {}, audience: '', tz: 'UTC' }
  expect(ignoredOf(none)).toBeNull()
  expect(ignoredOf({ ...none, where: { phase: { values: ['explore'] } } })).toBeNull()
  expect(
    ignoredOf({ where: { country: { values: ['DE'] } }, audience: 'list:vip', tz: 'Europe/Paris' }),
  ).toBe('country, audience and time zone')
})

test('what is handed over is what home pages read', () => {
  expect(documentOf(policy())).toEqual({
    title: 't1',
    asset_type: 'artwork',
    policy: 'p7',
    store_version: 41,
    valid_from: '2026-06-01T06:00:00+00:00',
    valid_until: '2026-06-29T06:00:00+00:00',
    rules: [{ audience: 'affinity:heist-thrillers', asset: 'd', shares: { d: 1 } }],
    otherwise: { asset: 'a', shares: { a: 0.9, b: 0.05, c: 0.05 } },
    seed: '5eed',
  })
})
