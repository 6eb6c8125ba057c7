import { expect, test } from 'vitest'

import { forest, guardrail, relative } from '../gallery/invented'
import { forestDomain, forestSentence, forestTable, unsure } from './data'

test('a difference may be chance if its interval contains zero, or if there is none', () => {
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

test('the picture is said row by row', () => {
  expect(forestSentence(forest)).toBe(
    'Take rate against Inês, close-up: The Crew +1.4 points ±\u20091.0; The Kiss +2.2 points ±\u20091.0; ' +
      'The Vault Door −0.8 points ±\u20091.0, could be chance; ' +
      'Blueprint +0.3 points too little data, could be chance.',
  )
  expect(forestSentence(guardrail)).toMatch(/The margin is −5: may lose 5\.$/)
})

test('the table has what is evened out only where there is such a thing', () => {
  expect(forestTable(forest).columns.map((column) => column.label)).toContain('Evened out')
  expect(forestTable(guardrail).columns).toHaveLength(4)
})
