import fc from 'fast-check'
import { expect, test } from 'vitest'

import { idOf } from './naming'
import { read } from './read'

test('names are written as expressions take them', () => {
  expect(idOf('segment', 'Lapsed thriller fans')).toBe('segment:lapsed-thriller-fans')
  expect(idOf('list', 'Next heist fans')).toBe('list:next-heist-fans')
  expect(idOf('segment', 'segment:binge')).toBe('segment:binge')
  expect(idOf('segment', ' (!) ')).toBe('')
  expect(idOf('segment', '夜型の人')).toBe('segment:夜型の人')
})

test('every name can be read in an expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (called) => {
      const name = idOf('segment', called)
      if (name) expect(read(name)?.is).toBe('named')
    }),
  )
})
