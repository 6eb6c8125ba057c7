import { expect, test } from 'vitest'

import { band, hourly } from '../gallery/invented'
import { bandDomain, bandSentence, bandTable, completeSteps, splitLines } from './data'
import { layOut } from './layout'

test('a day is complete if it ended before data is complete', () => {
  const times = ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24']
  const data = { ...band, times }
  expect(completeSteps({ ...data, completeUntil: '2026-11-23T08:00' })).toBe(2)
  expect(completeSteps({ ...data, completeUntil: '2026-11-24T00:00' })).toBe(3)
  expect(completeSteps({ ...data, completeUntil: '2026-11-25T00:00' })).toBe(4)
  expect(completeSteps({ ...data, completeUntil: null })).toBe(4)
  expect(completeSteps({ ...data, completeUntil: '2026-11-01' })).toBe(0)
})

test('three lines are coloured, and so is a single line', () => {
  expect(splitLines(band.lines).coloured.map((line) => line.letter)).toEqual(['C', 'A', 'D'])
  const many = band.lines.map((line) => ({ ...line, tone: 'win' as const }))
  expect(splitLines(many).coloured).toHaveLength(3)
  expect(splitLines(hourly.lines).coloured).toHaveLength(1)
})

test('the description has the figures of complete days', () => {
  const said = bandSentence(band)
  expect(said).toMatch(
    /^Take rate by day, .*6.* to .*24.*: The Kiss goes from 1\d\.\d% to \d+\.\d%;/,
  )
  expect(said).toMatch(/Complete until .*23/)
})

test('every figure is in the table', () => {
  const { columns, rows } = bandTable(band)
  expect(columns).toHaveLength(1 + 3 * 7)
  expect(rows).toHaveLength(19)
  expect(rows[0]?.[1]).toBe(band.lines[0]?.values[0]?.value)
})

test.each([330, 420, 800])('every figure is inside the chart at %i px', (width) => {
  const { area, x, y, times, height } = layOut(band, width)
  const [low, high] = bandDomain(band)
  expect(low).toBe(0)
  expect(y(high)).toBeCloseTo(area.y)
  for (const at of times) {
    expect(x(at)).toBeGreaterThanOrEqual(area.x - 1e-9)
    expect(x(at)).toBeLessThanOrEqual(area.x + area.width + 1e-9)
  }
  expect(area.x + area.width).toBeLessThanOrEqual(width)
  expect(area.y + area.height).toBeLessThan(height)
})
