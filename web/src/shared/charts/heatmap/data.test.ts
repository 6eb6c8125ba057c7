import { expect, test } from 'vitest'

import { heat } from '../gallery/invented'
import { cellText, heatSentence, heatTable, levelOf, readingOf } from './data'

const cell = {
  estimate: { value: 0.181, low: 0.16, high: 0.2 },
  people: 2600,
  state: 'clear' as const,
}

test('colours show the difference of a cell from the mean of its row', () => {
  expect([0.181, 0.139, 0.122, 0.104, 0.09, 0.051].map((rate) => levelOf(rate, 0.122))).toEqual([
    3, 1, 0, -1, -2, -3,
  ])
  expect(levelOf(null, 0.1)).toBe(0)
  expect(levelOf(0.1, null)).toBe(0)
})

test('a cell shows its rate and its difference', () => {
  expect(cellText(cell, 0.121, heat)).toEqual(['18.1', '+6.0'])
  expect(cellText({ ...cell, state: 'few' }, 0.121, heat)).toEqual(['18.1', ''])
  expect(cellText({ ...cell, state: 'none' }, 0.121, heat)).toEqual(['–', ''])
})

test('hidden cells are hidden in the chart and in the table', () => {
  const hidden = {
    ...cell,
    estimate: { value: null, low: null, high: null },
    people: null,
    state: 'suppressed' as const,
  }
  expect(cellText(hidden, 0.121, heat)).toEqual(['<\u202f50', ''])
  expect(readingOf(hidden, heat)).toBe('Under 50 people: hidden')
})

test('the table has every cell, and the description says which asset is best for whom', () => {
  expect(heatTable(heat).rows).toHaveLength(heat.rows.length * heat.columns.length)
  expect(heatSentence(heat)).toMatch(
    /^Take rate by audience and asset \(10 × 8\)\. .* is best for /,
  )
})
