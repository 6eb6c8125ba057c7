import fc from 'fast-check'
import { expect, test } from 'vitest'

import { choice, flag, list, number, optional, text } from './codecs'
import { idOf, places } from './places'
import { link, read, write } from './state'
import { conditions, where } from './where'

const schema = {
  words: text(),
  who: optional(),
  sort: choice(['rate', 'reach', 'name'], 'rate'),
  wide: flag(),
  top: number(10, 1, 500),
  picked: list(),
  where: where(),
}

const word = fc.string({ unit: 'grapheme' })
const filters = fc.dictionary(
  word.filter((name) => name !== '' && name !== '__proto__'),
  fc.record(
    {
      values: fc.array(fc.option(word.filter((value) => value !== '')), { minLength: 1 }),
      not: fc.constant(true),
    },
    { requiredKeys: ['values'] },
  ),
)
const states = fc.record({
  words: word,
  who: fc.option(word),
  sort: fc.constantFrom('rate' as const, 'reach' as const, 'name' as const),
  wide: fc.boolean(),
  top: fc.integer({ min: 1, max: 500 }),
  picked: fc.array(word).filter((picked) => picked.length !== 1 || picked[0] !== ''),
  where: filters,
})

test('a link restores its state', () => {
  fc.assert(
    fc.property(states, (state) => {
      const url = new URL(link('/titles/a', schema, state), 'http://here')
      expect(read(schema, url.search)).toEqual(state)
    }),
  )
})

test('defaults are left out', () => {
  expect(link('/titles', schema, read(schema, ''))).toBe('/titles')
})

test('other parameters stay', () => {
  expect(write({ sort: schema.sort }, '?picked=a,b&sort=name', { sort: 'rate' })).toBe('picked=a,b')
})

test('invalid values are the default', () => {
  expect(read(schema, '?sort=colour&top=9999&where=;;x;country:')).toEqual(read(schema, ''))
})

test('links are readable', () => {
  const state = {
    where: { country: { values: ['DE', null] }, device: { values: ['tv'], not: true } },
    picked: ['the kiss', 'b'],
  }
  expect(link('/', schema, state)).toBe('/?where=country:DE,~;device!tv&picked=the%20kiss,b')
  expect(link('/', schema, { who: 'attr:plan=basic' })).toBe('/?who=attr:plan=basic')
})

test('filters are conditions of a question', () => {
  const given = { country: { values: ['DE', null] }, device: { values: ['tv'], not: true } }
  expect(conditions({ ...given, phase: { values: [] } })).toEqual({
    country: ['DE', null],
    device: { not: ['tv'] },
  })
})

test('a page may have default filters', () => {
  const usual = { phase: { values: ['explore'] } }
  const page = { where: where(usual) }
  expect(read(page, '')).toEqual({ where: usual })
  expect(link('/', page, { where: usual })).toBe('/')
  expect(link('/', page, { where: {} })).toBe('/?where=')
  expect(read(page, '?where=')).toEqual({ where: {} })
})

test('any id reaches its page', () => {
  fc.assert(
    fc.property(
      fc.oneof(word.filter(Boolean), fc.constantFrom('.', '..', '~', '~..', 'a/b')),
      (id) => {
        const { pathname } = new URL(places.title(id), 'https://keyart.example')
        expect(pathname.split('/')).toHaveLength(3)
        expect(idOf(pathname.split('/')[2] ?? '')).toBe(id)
      },
    ),
  )
})
