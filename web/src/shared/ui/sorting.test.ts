import { expect, test } from 'vitest'

import { sorted } from './sorting'

test('what has no value stands last either way', () => {
  const rows = [3, null, 1, null, 2]
  expect(sorted(rows, (row) => row, false)).toEqual([1, 2, 3, null, null])
  expect(sorted(rows, (row) => row, true)).toEqual([3, 2, 1, null, null])
})

test('names are sorted as people do, equals keep their order', () => {
  const rows = ['b10', 'Élan', 'b9', 'zoo', 'elan']
  expect(sorted(rows, (row) => row, false)).toEqual(['b9', 'b10', 'Élan', 'elan', 'zoo'])
})
