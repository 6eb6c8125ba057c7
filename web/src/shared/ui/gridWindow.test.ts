import fc from 'fast-check'
import { expect, test } from 'vitest'

import { gridWindowAt } from './useGridWindow'

const anyGrid = fc.record({
  count: fc.nat(100_000),
  columns: fc.integer({ min: 1, max: 9 }),
  height: fc.double({ min: 200, max: 600, noNaN: true }),
  room: fc.integer({ min: 300, max: 1600 }),
  where: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
})

test('all visible cells are rendered at any scroll position, and few others', () => {
  fc.assert(
    fc.property(anyGrid, ({ count, columns, height, room, where }) => {
      const rows = Math.ceil(count / columns)
      const top = where * rows * height
      const { first, end } = gridWindowAt(top, room, { columns, height }, count)
      expect(first).toBeLessThanOrEqual(Math.max(0, Math.floor(top / height)) * columns)
      const below = Math.min(rows, Math.max(0, Math.ceil((top + room) / height))) * columns
      expect(end).toBeGreaterThanOrEqual(Math.min(count, below))
      expect(end - first).toBeLessThanOrEqual((Math.ceil(room / height) + 8) * columns)
      expect(first % columns).toBe(0)
    }),
  )
})

test('the list has the same height at any scroll position', () => {
  fc.assert(
    fc.property(anyGrid, ({ count, columns, height, room, where }) => {
      const rows = Math.ceil(count / columns)
      const top = where * rows * height
      const { first, end, above, below } = gridWindowAt(top, room, { columns, height }, count)
      const rendered = Math.ceil((end - first) / columns) * height
      expect(above + rendered + below).toBeCloseTo(rows * height, 3)
    }),
  )
})

test('small scrolling changes nothing', () => {
  const rows = { columns: 6, height: 400 }
  expect(gridWindowAt(8_010, 900, rows, 5000)).toEqual(gridWindowAt(8_390, 900, rows, 5000))
})
