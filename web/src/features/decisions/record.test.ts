import { expect, test } from 'vitest'

import { answerOf, type Decided, pictureOf, promisedOf } from './record'

const MADE: Decided = {
  id: 1,
  kind: 'WINNER',
  title: 't',
  titleName: 'Night Walk',
  chosen: 'a',
  heading: 'Show “Torii” to everyone',
  because: 'It wins.',
  by: null,
  made: '2026-06-01T08:00:00Z',
  until: '2026-06-29T08:00:00Z',
  state: 'STANDS',
  reversed: null,
  reversedBecause: null,
  reversedBy: null,
  expectedPerWeek: { value: 68.2, low: 42, high: 93 },
}

test('the answer counts by state', () => {
  expect(answerOf([])).toBe('Nothing was decided yet.')
  expect(answerOf([MADE, { ...MADE, state: 'REVERSED' }])).toBe(
    '1 decision stands and 1 was reversed.',
  )
})

test('a promise has its unit and its interval', () => {
  expect(promisedOf(MADE)?.words).toBe('Promised 68 more viewers a week')
  expect(promisedOf(MADE)?.bounds).toMatch(/^42\s–\s93$/)
  expect(promisedOf({ ...MADE, expectedPerWeek: null })).toBeNull()
})

test('a policy is pictured by its first rule', () => {
  const policy = { rules: [{ asset: 'b' }], otherwise: { asset: 'c' } }
  expect(pictureOf({ ...MADE, kind: 'POLICY', chosen: policy })).toBe('b')
  expect(pictureOf({ ...MADE, chosen: { rules: [], otherwise: { asset: 'c' } } })).toBe('c')
})
