import { expect, test } from 'vitest'

import { nextSpot } from './reach'

const grid = [0, 1, 2].flatMap((row) =>
  [0, 1, 2].map((column) => ({ x: column * 50, y: row * 40, width: 48, height: 38 })),
)

test('arrows move through a grid', () => {
  expect(nextSpot(grid, 0, 'ArrowRight')).toBe(1)
  expect(nextSpot(grid, 4, 'ArrowUp')).toBe(1)
  expect(nextSpot(grid, 4, 'ArrowDown')).toBe(7)
  expect(nextSpot(grid, 4, 'ArrowLeft')).toBe(3)
  expect(nextSpot(grid, 4, 'Home')).toBe(0)
  expect(nextSpot(grid, 4, 'End')).toBe(8)
})

test('arrows stop at the edge, and other keys do nothing', () => {
  expect(nextSpot(grid, 2, 'ArrowRight')).toBeNull()
  expect(nextSpot(grid, 0, 'ArrowUp')).toBeNull()
  expect(nextSpot(grid, 0, 'a')).toBeNull()
})
