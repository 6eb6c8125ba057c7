import { expect, test } from 'vitest'

import { effectDomain, forWhom, surely } from './audiences'
import { comparison } from './invented'

const found = comparison()

test('audiences for which another asset is best come first, those without figures are left out', () => {
  expect(forWhom(found, found).map(({ name }) => name)).toEqual(['Two', 'One'])
})

test('the overall leader loses nothing where it is best itself', () => {
  const losses = Object.fromEntries(forWhom(found, found).map(({ name, loss }) => [name, loss]))
  expect(losses).toEqual({ One: 0, Two: 0.2 })
})

test('until it is known which assets lose viewers, no asset is called best', () => {
  expect(
    forWhom(found, null).map(({ best, found: { effects } }) => [best, effects.length]),
  ).toEqual([
    [null, 3],
    [null, 3],
  ])
})

test('the scale holds all effects and some room around zero', () => {
  const [low, high] = effectDomain(found.audiences)
  expect(low).toBeLessThan(-0.25)
  expect(high).toBeGreaterThan(0.5)
  expect(effectDomain([])[1]).toBeCloseTo(0.105)
})

test.each([
  [0.99, 'sure'],
  [0.9496, 'sure'],
  [0.944, 'likely'],
  [0.85, 'likely'],
  [0.6, 'keep waiting'],
  [null, 'not enough data'],
])('a probability of %s is %s', (chance, word) => {
  expect(surely(chance)).toBe(word)
})
