import { expect, test } from 'vitest'

import { closest, matrixOf } from './overlapping'

const OVERLAP = {
  sizes: [100, 200, null],
  both: [
    [100, 50, null],
    [50, 200, null],
    [null, null, null],
  ],
  lift: [
    [10, 2.5, null],
    [2.5, 5, null],
    [null, null, null],
  ],
}
const NAMES = ['Heist', 'Cosy', 'Tiny']

test('shares are of the row, lifts are symmetric, and too few people are hidden', () => {
  const share = matrixOf(OVERLAP, NAMES, 'share')
  expect(share.cells[0]?.[1]).toEqual({ value: 0.5, fact: '50 in both, lift 2.50' })
  expect(share.cells[1]?.[0]?.value).toBe(0.25)
  expect(share.cells[0]?.[2]).toEqual({ value: null, fact: undefined })
  expect(matrixOf(OVERLAP, NAMES, 'lift').cells[1]?.[0]?.value).toBe(2.5)
})

test('the closest pair is named if it is closer than chance', () => {
  expect(closest(OVERLAP, NAMES)).toContain('Heist and Cosy')
  const apart = {
    ...OVERLAP,
    lift: [
      [null, 0.8],
      [0.8, null],
    ],
  }
  expect(closest(apart, ['Heist', 'Cosy'])).toBe('No two of them overlap more than chance.')
})
