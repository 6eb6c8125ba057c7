import { expect, test } from 'vitest'

import { byDifference, effectDomain, forWhom, surely } from './audiences'
import { comparison } from './invented'

const found = comparison()

test('audiences for which another asset is best come first, those without enough data last', () => {
  expect(forWhom(found).map(({ name }) => name)).toEqual(['Two', 'One', 'Little'])
})

test('the overall leader loses nothing where it is best itself', () => {
  const losses = Object.fromEntries(forWhom(found).map(({ name, loss }) => [name, loss]))
  expect(losses).toEqual({ One: 0, Two: 0.2, Little: null })
})

test('audiences without figures are left out, those that differ most come first', () => {
  expect(byDifference(found).map(({ name }) => name)).toEqual(['Two', 'One'])
})

test('the scale holds all effects and some room around zero', () => {
  const [low, high] = effectDomain(found.audiences)
  expect(low).toBeLessThan(-0.25)
  expect(high).toBeGreaterThan(0.5)
  expect(effectDomain([])[1]).toBeCloseTo(0.105)
})

test.each([
  [0.99, 'sure'],
  [0.85, 'likely'],
  [0.6, 'keep waiting'],
  [null, 'not enough data'],
])('a probability of %s is %s', (chance, word) => {
  expect(surely(chance)).toBe(word)
})
