import { expect, test } from 'vitest'

import { near } from './nearest'

test('the nearest have the highest lift, whatever their size', () => {
  const found = near({
    sizes: [100, 900, 80, null],
    both: [[100, 60, 20, null]],
    lift: [[1, 0.9, 2.4, null]],
  })
  expect(found).toEqual([
    { at: 2, both: 20, share: 0.2, lift: 2.4 },
    { at: 1, both: 60, share: 0.6, lift: 0.9 },
  ])
})
