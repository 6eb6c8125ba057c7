import { expect, test } from 'vitest'

import { link, read } from '@/shared/url'

import { comparable, COMPARE, moved } from './state'
import { merged, subjectsOf } from './subjects'
import { sayingOf } from './view'

test('a link opens to the same comparison', () => {
  const state = {
    ...read(COMPARE, ''),
    assets: ['a', 'b,c'],
    against: 'a',
    measure: 'play_rate' as const,
    guard: [],
    find: 30,
  }
  const { search } = new URL(link('/compare', COMPARE, state), 'http://here')
  expect(read(COMPARE, search)).toEqual(state)
})

test('an asset counts once, and no more than six do', () => {
  expect(comparable(['a', 'b', 'a', '', 'c'])).toEqual(['a', 'b', 'c'])
  expect(comparable(['1', '2', '3', '4', '5', '6', '7'])).toHaveLength(6)
})

test('assets move by one place and stay at the ends', () => {
  expect(moved(['a', 'b', 'c'], 'b', 1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a'], 'x', 1)).toEqual(['a'])
})

const asset = (assetId: string, titleId: string) => ({
  assetId,
  titleId,
  name: 'Lead',
  assetType: 'artwork',
  uri: null,
  text: null,
  aspect: null,
})
const title = (titleId: string, ...ids: string[]) => ({
  titleId,
  name: titleId.toUpperCase(),
  assets: { edges: ids.map((id) => ({ node: asset(id, titleId) })) },
})

test('assets of one title have its letters and their own names', () => {
  const [one] = subjectsOf([asset('x2', 'x')], [title('x', 'x1', 'x2')])
  expect(one).toMatchObject({ letter: 'B', name: 'Lead' })
})

test('assets of several titles differ by letter and name', () => {
  const found = subjectsOf(
    [asset('x1', 'x'), asset('y1', 'y')],
    [title('x', 'x1'), title('y', 'y1')],
  )
  expect(found.map(({ letter, name }) => [letter, name])).toEqual([
    ['A', 'Lead, X'],
    ['A′', 'Lead, Y'],
  ])
})

test('sentences of the service use the names of the page', () => {
  const found = subjectsOf(
    [asset('x1', 'x'), asset('y1', 'y')],
    [title('x', 'x1'), title('y', 'y1')],
  )
  expect(sayingOf("“Lead” (x1) leads “Lead” (y1). Don't wait.", found)).toBe(
    '“Lead, X” leads “Lead, Y”. Don’t wait.',
  )
})

test('filters offer the values of all titles, but not the dimensions of the comparison itself', () => {
  const lists = [
    [
      { dimension: 'country', values: ['DE', 'FR'], count: 2 },
      { dimension: 'asset_type', values: ['artwork'], count: 1 },
    ],
    [{ dimension: 'country', values: ['FR', null], count: 2 }],
  ]
  expect(merged(lists)).toEqual([{ dimension: 'country', values: ['DE', 'FR', null], count: 3 }])
})
