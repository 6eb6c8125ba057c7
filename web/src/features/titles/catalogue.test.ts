import fc from 'fast-check'
import { expect, test } from 'vitest'

import { PART, partsOf, variablesOf } from './catalogue'

test('parts hold all places that are shown, and no part more', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 200 }), (first, count) => {
      const end = first + count
      const parts = partsOf(first, end)
      expect(parts[0]).toBe(Math.floor(first / PART))
      expect(parts.at(-1)).toBe(Math.floor((end - 1) / PART))
      expect(parts).toHaveLength((parts.at(-1) ?? 0) - (parts[0] ?? 0) + 1)
    }),
  )
})

test('an empty list is one part, which says how many titles there are', () => {
  expect(partsOf(0, 0)).toEqual([0])
})

test('a part is asked for in the order and with the filters of the page', () => {
  expect(variablesOf({ words: '', type: 'film', sort: 'take_rate' }, 2)).toEqual({
    order: 'TAKE_RATE',
    words: null,
    type: 'film',
    first: PART,
    skip: 2 * PART,
  })
  expect(variablesOf({ words: 'hei', type: '', sort: 'likely' }, 0).order).toBeNull()
})
