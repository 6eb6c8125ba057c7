import fc from 'fast-check'
import { expect, test } from 'vitest'

import { shorten, textWidth, wrapped } from './text'
import { domainOf, doublings, pickTicks } from './ticks'
import { showTick } from './units'

const range = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 0.001, max: 2, noNaN: true }),
  )
  .map(([low, size]): [number, number] => [low, low + size])

test('a wide axis has three to five ticks, all on the scale', () => {
  fc.assert(
    fc.property(range, (domain) => {
      const ticks = pickTicks(domain, 800, (tick) => showTick(tick, 'points'))
      expect(ticks.length).toBeGreaterThanOrEqual(3)
      expect(ticks.length).toBeLessThanOrEqual(5)
      expect(Math.min(...ticks)).toBeGreaterThanOrEqual(domain[0] - 1e-9)
      expect(Math.max(...ticks)).toBeLessThanOrEqual(domain[1] + 1e-9)
    }),
  )
})

test('labels of ticks do not overlap on any axis', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: 60, max: 900 }), (domain, room) => {
      const label = (tick: number): string => showTick(tick, 'points')
      const ticks = pickTicks(domain, room, label)
      const place = (tick: number): number => ((tick - domain[0]) / (domain[1] - domain[0])) * room
      ticks.slice(1).forEach((tick, index) => {
        const before = ticks[index] ?? 0
        const half = (textWidth(label(tick)) + textWidth(label(before))) / 2
        expect(place(tick) - place(before)).toBeGreaterThanOrEqual(half)
      })
    }),
  )
})

test('a scale holds every figure, and zero if it is included', () => {
  const figures = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(figures, fc.boolean(), (all, zero) => {
      const [low, high] = domainOf(all, { zero })
      expect(low).toBeLessThan(high)
      for (const figure of zero ? [...all, 0] : all) {
        expect(figure).toBeGreaterThanOrEqual(low)
        expect(figure).toBeLessThanOrEqual(high)
      }
    }),
  )
  expect(domainOf([])).toEqual([-0.05, 1.05])
  expect(domainOf([0.1, 0.2], { zero: true })[0]).toBe(0)
})

test('a scale of multiples has par and its doublings', () => {
  expect(doublings([20, 450])).toEqual([25, 50, 100, 200, 400])
  expect(doublings([80, 130])).toEqual([100])
})

test('names are shortened to the room they have', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 3, unit: 'grapheme' }),
      fc.integer({ min: 40, max: 300 }),
      (name, room) => {
        expect(textWidth(shorten(name, room), 13)).toBeLessThanOrEqual(Math.max(room, 13))
      },
    ),
  )
  expect(shorten('The Crew', 200)).toBe('The Crew')
})

test('a sentence is broken into lines that fit, without losing a word', () => {
  const sentence = 'Type only wins plays, loses viewers: 3.7 points more than Ensemble.'
  const lines = wrapped(sentence, 200, 20)
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.join(' ')).toBe(sentence)
  for (const line of lines) expect(textWidth(line, 20)).toBeLessThanOrEqual(200)
  expect(wrapped('', 200)).toEqual([])
})
