import fc from 'fast-check'
import { expect, test } from 'vitest'

import { read } from '@/shared/expression'

import { segmentName } from './naming'

test('names are written as expressions take them', () => {
  expect(segmentName('Lapsed thriller fans')).toBe('segment:lapsed-thriller-fans')
  expect(segmentName('segment:binge')).toBe('segment:binge')
  expect(segmentName(' (!) ')).toBe('')
  expect(segmentName('夜型の人')).toBe('segment:夜型の人')
})

test('every name can be read in an expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (called) => {
      const name = segmentName(called)
      if (name) expect(read(name)?.is).toBe('named')
    }),
  )
})
