import fc from 'fast-check'
import { expect, test } from 'vitest'

import { read, write } from '@/shared/url'

import { having, QUESTION } from './state'

/** -0 is written as 0. */
function plain(figure: number | undefined): number | undefined {
  return figure === 0 ? 0 : figure
}

test('ranges of measures are the same when read from the address', () => {
  const figure = fc.double({ noNaN: true, noDefaultInfinity: true })
  const range = fc.oneof(
    fc.record({ from: figure }),
    fc.record({ to: figure }),
    fc.record({ from: figure, to: figure }),
  )
  const name = fc.string({ minLength: 1 }).filter((one) => one !== '__proto__')
  fc.assert(
    fc.property(fc.dictionary(name, range, { noNullPrototype: true }), (given) => {
      const codec = having()
      const again = codec.read(codec.write(given))
      expect(Object.keys(again)).toEqual(Object.keys(given))
      for (const [key, one] of Object.entries(given)) {
        expect(plain(again[key]?.from)).toBe(plain('from' in one ? one.from : undefined))
        expect(plain(again[key]?.to)).toBe(plain('to' in one ? one.to : undefined))
      }
    }),
  )
})

test('an address has only what differs from the defaults', () => {
  const query = 'measures=take_rate,reach&by=asset,country&having=reach:1000..&order=-reach'
  const state = read(QUESTION, query)
  expect(state.having).toEqual({ reach: { from: 1000 } })
  expect(state.intervals).toBe(0.95)
  expect(write(QUESTION, '', state)).toBe(query)
  expect(write(QUESTION, '', read(QUESTION, ''))).toBe('')
})

test('invalid values are ignored', () => {
  const state = read(QUESTION, 'having=reach;plays:..;take_rate:x..&grain=fortnight&limit=-3')
  expect(state.having).toEqual({})
  expect(state.grain).toBe('')
  expect(state.limit).toBe(0)
})
