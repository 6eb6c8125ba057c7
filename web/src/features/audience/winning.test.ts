import { expect, test } from 'vitest'

import { winOf } from './winning'

const asset = (assetId: string) => ({
  assetId,
  name: assetId.toUpperCase(),
  assetType: 'artwork',
  uri: null,
  text: null,
  aspect: null,
})
const there = {
  audience: 'affinity:heists',
  people: 900,
  best: 'a1' as string | null,
  probability: 0.97 as number | null,
  loss: 0.1,
  rates: { a1: 0.12, a2: 0.08 },
  differs: ['a1'],
}
const answer = {
  title: {
    titleId: 't1',
    name: 'Crew of Six',
    assets: { edges: ['a1', 'a2'].map((id) => ({ node: asset(id) })) },
  },
  compare: {
    verdict: { kind: 'WINNER' as const, asset: 'a2' },
    arms: [
      { asset: 'a2', best: 0.9 },
      { asset: 'a1', best: 0.1 },
    ],
    audiences: [there],
  },
}

test('the best in an audience is beside the overall leader', () => {
  const win = winOf(answer, 'affinity:heists', [])
  expect(win).toMatchObject({
    letter: 'A',
    rate: 0.12,
    probability: 0.97,
    own: true,
    broken: false,
  })
  expect(win?.usual).toMatchObject({ letter: 'B', rate: 0.08 })
})

test('the overall leader is not compared with itself', () => {
  const arms = [
    { asset: 'a1', best: 1 },
    { asset: 'a2', best: 0 },
  ]
  const same = { ...answer, compare: { ...answer.compare, arms } }
  expect(winOf(same, 'affinity:heists', [])?.usual).toBeNull()
})

test('without enough data there is no win', () => {
  const little = { ...there, best: null, probability: null }
  const few = { ...answer, compare: { ...answer.compare, audiences: [little] } }
  expect(winOf(few, 'affinity:heists', [])).toBeNull()
  expect(winOf(answer, 'affinity:horror', [])).toBeNull()
  expect(winOf({ ...answer, compare: null }, 'affinity:heists', [])).toBeNull()
  expect(winOf(undefined, 'affinity:heists', [])).toBeNull()
})

test('its own audience is read among others, and who loses viewers is marked', () => {
  const other = { ...there, audience: 'affinity:horror', best: 'a2' }
  const verdict = { kind: 'LOSES_VIEWERS' as const, asset: 'a1' }
  const compare = { ...answer.compare, verdict, audiences: [other, there] }
  const win = winOf({ ...answer, compare }, 'affinity:heists', [])
  expect(win).toMatchObject({ asset: { assetId: 'a1' }, loses: true })
})
