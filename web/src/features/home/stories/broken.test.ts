import { expect, test } from 'vitest'

import { brokenBars } from './broken'
import type { Compared } from './BrokenStory'

const ALLOCATION = {
  assets: ['a', 'b'],
  expected: [0.5, 0.5],
  seen: [0.48, 0.52],
  p: 1e-9,
  slices: [
    { dimension: 'device', value: 'phone', people: 900, shares: [0.49, 0.51] },
    { dimension: 'device', value: 'tv', people: 400, shares: [0.36, 0.64] },
  ],
}

type Allocation = Omit<typeof ALLOCATION, 'expected'> & { expected: number[] | null }

function compared(allocation: Partial<Allocation>): Compared {
  return {
    arms: [{ asset: 'b', name: 'Bee' }],
    allocation: { ...ALLOCATION, ...allocation },
  }
}

test('shares are those of the slice where they are furthest off', () => {
  const bars = brokenBars(compared({}))
  expect(bars?.slice).toMatchObject({ value: 'tv', people: 400 })
  expect(bars?.rows.map(({ name, share }) => [name, share])).toEqual([
    ['a', 0.36],
    ['Bee', 0.64],
  ])
  expect(bars?.worst).toMatchObject({ expected: 0.5 })
  expect(bars?.chance).toBe('chance: under 1 in 10,000')
})

test('without a worse slice everybody counts; without planned shares, equal ones', () => {
  const bars = brokenBars(compared({ slices: [], p: 0.001, expected: null }))
  expect(bars?.slice).toBeNull()
  expect(bars?.rows.map(({ expected }) => expected)).toEqual([0.5, 0.5])
  expect(bars?.chance).toBe('chance: 1 in 1,000')
})

test('what is about too few people is not shown', () => {
  expect(brokenBars(null)).toBeNull()
})
