import { expect, test } from 'vitest'

import type { Pending } from './pending'
import { aboutOf, boundsOf, costOf, doneWords, headingOf, proofOf } from './words'

const POLICY: Pending = {
  key: 'k',
  kind: 'POLICY',
  title: 't1',
  titleName: 'Night Walk',
  assets: ['a', 'b'],
  heading: 'Show “Torii” to Heist Thrillers and “Type only” to everyone else',
  evidence: '11.3% watch, against 10.6%.',
  unit: 'viewers',
  chosen: {},
  perWeek: { value: 430.2, low: 250, high: 610.4 },
  demand: null,
}

test('headings count', () => {
  expect(headingOf(0)).toBe('Nothing to decide')
  expect(headingOf(1)).toBe('1 decision is waiting')
  expect(headingOf(5)).toBe('5 decisions are waiting')
})

test('a cost has its unit and its interval', () => {
  expect(aboutOf(POLICY)).toBe('Night Walk · policy ready')
  expect(costOf(POLICY)).toBe('about 430 viewers a week')
  expect(boundsOf(POLICY)).toMatch(/^viewers a week, 250\s–\s610$/)
})

test('what has no cost by the week shows its index', () => {
  const found: Pending = {
    ...POLICY,
    kind: 'UNDER_SERVED',
    title: null,
    unit: null,
    perWeek: null,
    demand: { value: 168, low: 139, high: 203 },
  }
  expect(costOf(found)).toBeNull()
  expect(boundsOf(found)).toMatch(/^demand index, 139/)
  expect(proofOf(found)?.href).toBe('/make')
})

test('proofs lead to the page that says the same', () => {
  expect(proofOf(POLICY)?.href).toBe('/titles/t1/whom')
  expect(proofOf({ ...POLICY, kind: 'WINNER' })?.href).toBe('/titles/t1?asset=a')
})

test('only what home pages show is said to reach them', () => {
  expect(doneWords(POLICY)).toContain('Home pages')
  expect(doneWords({ ...POLICY, kind: 'CLICKBAIT' })).toBe('It is on record.')
})
