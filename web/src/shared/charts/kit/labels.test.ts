import fc from 'fast-check'
import { expect, test } from 'vitest'

import { overlap, placeLabels, spread, stackRows, within } from './labels'

const heights = fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { maxLength: 40 })

test('labels at the ends of lines do not overlap and stay in the chart', () => {
  fc.assert(
    fc.property(heights, (wanted) => {
      const placed = spread(wanted, 14, 0, 240).filter((height) => height !== null)
      const sorted = [...placed].sort((a, b) => a - b)
      expect(placed).toHaveLength(Math.min(wanted.length, 18))
      sorted.forEach((height, index) => {
        expect(height).toBeGreaterThanOrEqual(-1e-6)
        expect(height).toBeLessThanOrEqual(240 + 1e-6)
        if (index > 0) expect(height - (sorted[index - 1] ?? 0)).toBeGreaterThan(14 - 1e-6)
      })
    }),
  )
})

test('labels keep the order of their lines, and stay in place if they have room', () => {
  fc.assert(
    fc.property(heights, (wanted) => {
      const kept = wanted.slice(0, 18)
      const placed = spread(kept, 14, 0, 240)
      kept.forEach((a, i) => {
        kept.forEach((b, j) => {
          if (a < b) expect(placed[i]).toBeLessThan(placed[j] ?? NaN)
        })
      })
    }),
  )
  expect(spread([20, 60, 40], 14, 0, 240)).toEqual([20, 60, 40])
})

const mark = fc.record({
  x: fc.integer({ min: 10, max: 490 }),
  y: fc.integer({ min: 10, max: 290 }),
  radius: fc.constant(5),
  width: fc.integer({ min: 10, max: 160 }),
  height: fc.constant(14),
})

test('labels of points do not overlap, cover a point or leave the chart', () => {
  const frame = { x: 0, y: 0, width: 500, height: 300 }
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 30 }), (marks) => {
      const boxes = placeLabels(marks, frame).filter((box) => box !== null)
      boxes.forEach((box, index) => {
        expect(within(box, frame)).toBe(true)
        expect(boxes.slice(0, index).some((other) => overlap(box, other))).toBe(false)
        const covers = ({ x, y, radius }: (typeof marks)[number]): boolean =>
          overlap(box, { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius })
        expect(marks.some(covers)).toBe(false)
      })
    }),
  )
})

test('labels in one row do not overlap', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 200 }))
    .map(([from, length]) => ({ from, to: from + length }))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
      const rows = stackRows(spans, 8)
      spans.forEach((a, i) => {
        spans.slice(0, i).forEach((b, j) => {
          const apart = a.from >= b.to + 8 || b.from >= a.to + 8
          expect(rows[i] !== rows[j] || apart).toBe(true)
        })
      })
    }),
  )
})
