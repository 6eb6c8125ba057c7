import { expect, test } from 'vitest'

import { forest, guardrail, relative } from '../gallery/invented'
import { forestDomain, forestSentence, forestTable, unsure } from './data'

test('a difference could be chance if its interval contains zero or is unknown', () => {
  expect(forest.rows.map(unsure)).toEqual([false, false, true, true])
})

test.each([forest, guardrail, relative])(
  'intervals, zero, zone and margin are on the scale',
  (data) => {
    const [low, high] = forestDomain(data)
    const drawn = data.rows.flatMap(({ raw }) => [
      raw.value,
      raw.low,
      raw.high,
      0,
      data.margin?.at ?? 0,
    ])
    for (const figure of [...drawn, data.zone ?? 0, -(data.zone ?? 0)]) {
      expect(figure ?? 0).toBeGreaterThanOrEqual(low)
      expect(figure ?? 0).toBeLessThanOrEqual(high)
    }
  },
)

test('the description has every row', () => {
  expect(forestSentence(forest)).toBe(
    'Take rate compared with Inês, close-up: The Crew +1.4 points ±\u20091.0; The Kiss +2.2 points ±\u20091.0; ' +
      'The Vault Door −0.8 points ±\u20091.0, could be chance; ' +
      'Blueprint +0.3 points not enough data, could be chance.',
  )
  expect(forestSentence(guardrail)).toMatch(/The margin is −5: may lose 5\.$/)
})

test('the table has adjusted differences only where there are any', () => {
  expect(forestTable(forest).columns.map((column) => column.label)).toContain('Adjusted')
  expect(forestTable(guardrail).columns).toHaveLength(4)
})
