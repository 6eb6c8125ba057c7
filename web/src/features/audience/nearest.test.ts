import { expect, test } from 'vitest'

import { near } from './nearest'

test('the nearest have the highest lift, whatever their size', () => {
  const found = near({
    sizes: [1000, 9000, 800, 500, null],
    both: [[1000, 600, 200, 150, null]],
    lift: [[1, 0.9, 2.4, 3, null]],
  })
  expect(found.beyond.map(({ at }) => at)).toEqual([3, 2])
  expect(found.closest).toEqual({ at: 3, both: 150, share: 0.15, lift: 3 })
})

test('an overlap that chance explains is not near, but may be the closest', () => {
  const found = near({ sizes: [1000, 900, 800], both: [[1000, 103, 70]], lift: [[1, 1.04, 0.8]] })
  expect(found.beyond).toEqual([])
  expect(found.closest?.at).toBe(1)
})

test('without any overlap that may be shown, none is the closest', () => {
  expect(near({ sizes: [100, null], both: [[100, null]], lift: [[1, null]] })).toEqual({
    beyond: [],
    closest: null,
  })
})
