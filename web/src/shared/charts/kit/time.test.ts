import fc from 'fast-check'
import { expect, test } from 'vitest'

import { textWidth } from './text'
import { timeTicks, wallTime } from './time'

test('local time is parsed without its offset', () => {
  expect(wallTime('2026-11-06')).toBe(Date.UTC(2026, 10, 6))
  expect(wallTime('2026-11-23T08:00:00+01:00')).toBe(Date.UTC(2026, 10, 23, 8))
  expect(wallTime('2026-11-23T08:00:00Z')).toBe(Date.UTC(2026, 10, 23, 8))
  expect(() => wallTime('yesterday')).toThrow(RangeError)
})

test('days have their month first and when it changes', () => {
  const ticks = timeTicks(wallTime('2026-11-26'), wallTime('2026-12-06'), 400)
  expect(ticks.map((tick) => new Date(tick.at).getUTCDate())).toEqual([26, 29, 2, 5])
  expect(ticks.map((tick) => /\p{L}/u.test(tick.label))).toEqual([true, false, true, false])
})

test('ticks are in the range, at whole hours, and their labels do not overlap', () => {
  const hours = fc.integer({ min: 2, max: 24 * 900 })
  fc.assert(
    fc.property(hours, fc.integer({ min: 240, max: 1200 }), (length, room) => {
      const start = wallTime('2026-03-07T05:00')
      const end = start + length * 3_600_000
      const ticks = timeTicks(start, end, room)
      expect(ticks.length).toBeGreaterThan(0)
      expect(ticks.length).toBeLessThanOrEqual(5)
      const place = (at: number): number => ((at - start) / (end - start)) * room
      ticks.forEach((tick, index) => {
        expect(tick.at).toBeGreaterThanOrEqual(start)
        expect(tick.at % 3_600_000).toBe(0)
        const before = ticks[index - 1]
        if (before === undefined) return
        const half = (textWidth(tick.label) + textWidth(before.label)) / 2
        expect(place(tick.at) - place(before.at)).toBeGreaterThanOrEqual(half)
      })
    }),
  )
})
