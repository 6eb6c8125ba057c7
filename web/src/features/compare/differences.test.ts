import fc from 'fast-check'
import { expect, test } from 'vitest'

import {
  between,
  heldAgainst,
  inverse,
  negative,
  referenceOf,
  validity,
  zoneOf,
} from './differences'
import { comparison } from './invented'

const found = comparison()

test('without a choice all are compared with the leader', () => {
  expect(referenceOf(found, null)).toBe('a')
  expect(referenceOf(found, 'b')).toBe('b')
  expect(referenceOf(found, 'gone')).toBe('a')
})

test('intervals of a winner say what they are valid for', () => {
  expect(validity(found)).toBe('Valid however often you check, for all pairs together')
  const differences = found.differences.map((one) => ({ ...one, simultaneous: one.other === 'x' }))
  expect(validity({ basis: 'ADJUSTED', differences })).toBe(
    'Nearly valid however often you check, for the leader against each asset it beats',
  )
})

test('a difference is found in either direction', () => {
  expect(between(found, 'a', 'b')?.difference.value).toBeCloseTo(0.014)
  expect(between(found, 'b', 'a')?.difference.value).toBeCloseTo(-0.014)
  expect(between(found, 'a', 'a')).toBeNull()
})

test('the others are in the order of the arms, the best first', () => {
  expect(heldAgainst(found, 'a').map(({ asset }) => asset)).toEqual(['b', 'c'])
  expect(heldAgainst(found, 'c').map(({ difference }) => Math.sign(difference.value ?? 0))).toEqual(
    [1, 1],
  )
})

test('a difference also has its value on the other basis', () => {
  const arms = found.arms.map((arm) => ({
    ...arm,
    adjusted: { value: (arm.rate.value ?? 0) / 2, low: null, high: null },
  }))
  expect(between({ ...found, arms }, 'a', 'b')?.otherwise).toBeCloseTo(0.007)
  expect(between({ ...found, arms, basis: 'ADJUSTED' }, 'a', 'b')?.otherwise).toBeCloseTo(0.014)
  expect(between(found, 'a', 'b')?.otherwise).toBeNull()
})

test('a difference inverted twice is unchanged', () => {
  const figure = fc.double({ min: -0.9, max: 5, noNaN: true })
  fc.assert(
    fc.property(figure, figure, figure, (value, low, high) => {
      const one = { value, low, high }
      for (const turn of [negative, inverse]) {
        const back = turn(turn(one))
        expect(back.value).toBeCloseTo(value)
        expect(back.low).toBeCloseTo(low)
        expect(back.high).toBeCloseTo(high)
      }
    }),
  )
})

test('the margin is a share of the rate of the reference', () => {
  expect(zoneOf(found, 'a')).toBeCloseTo(0.0053)
})
