import fc from 'fast-check'
import { expect, test } from 'vitest'

import { letters } from './letters'

const assets = fc.uniqueArray(
  fc.record({
    assetId: fc.string({ minLength: 1 }),
    assetType: fc.constantFrom('artwork', 'video', 'synopsis', null),
  }),
  { selector: ({ assetId }) => assetId, maxLength: 900 },
)

test('every asset of a title has a unique letter in any sort order', () => {
  fc.assert(
    fc.property(assets, fc.infiniteStream(fc.double()), (all, keys) => {
      const found = letters(all)
      expect(new Set(found.values()).size).toBe(all.length)
      const shuffled = all.map((one) => ({ one, at: keys.next().value as number }))
      shuffled.sort((a, b) => a.at - b.at)
      expect(letters(shuffled.map(({ one }) => one))).toEqual(found)
    }),
    { numRuns: 40 },
  )
})

test('clips and synopses have prefixes', () => {
  const found = letters([
    { assetId: 'x', assetType: 'video' },
    { assetId: 'a', assetType: 'artwork' },
    { assetId: 'b', assetType: 'artwork' },
    { assetId: 's', assetType: 'synopsis' },
  ])
  expect(Object.fromEntries(found)).toEqual({ a: 'A', b: 'B', s: 'S1', x: 'V1' })
})
