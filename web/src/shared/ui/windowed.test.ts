import fc from 'fast-check'
import { expect, test } from 'vitest'

import { spanAt } from './useWindowed'

test('all visible rows are rendered at any scroll position', () => {
  fc.assert(
    fc.property(
      fc.nat(10_000),
      fc.nat({ max: 1 }).map((n) => 300 + n * 900),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (count, room, where) => {
        const height = 37
        const top = where * Math.max(0, count * height - room)
        const { first, end } = spanAt(top, room, height, count)
        expect(first).toBeLessThanOrEqual(Math.floor(top / height))
        expect(end).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((top + room) / height)))
        expect(end - first).toBeLessThan(room / height + 80)
      },
    ),
  )
})

test('small scrolling changes nothing', () => {
  expect(spanAt(37 * 100, 600, 37, 5000)).toEqual(spanAt(37 * 101, 600, 37, 5000))
})
