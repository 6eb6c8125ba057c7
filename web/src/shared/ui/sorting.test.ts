import { expect, test } from 'vitest'

import { sorted } from './sorting'

test('rows without a value come last in either order', () => {
  const rows = [3, null, 1, null, 2]
  expect(sorted(rows, (row) => row, false)).toEqual([1, 2, 3, null, null])
  expect(sorted(rows, (row) => row, true)).toEqual([3, 2, 1, null, null])
})

test('names are sorted naturally, equal ones keep their order', () => {
  const rows = ['b10', 'Élan', 'b9', 'zoo', 'elan']
  expect(sorted(rows, (row) => row, false)).toEqual(['b9', 'b10', 'Élan', 'elan', 'zoo'])
})
