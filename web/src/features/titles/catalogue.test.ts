import { expect, test } from 'vitest'

import { type Entry, entriesOf, inOrder, shownOf, typesOf } from './catalogue'

function title(titleId: string, contentType: string, launchedAt: string | null, artworks: number) {
  return {
    titleId,
    name: titleId.toUpperCase(),
    contentType,
    genres: [],
    launchedAt,
    assets: { totalCount: artworks, edges: [] },
  }
}

const entries = entriesOf(
  [
    title('b', 'film', '2026-10-01T00:00:00Z', 2),
    title('a', 'film', null, 3),
    title('c', 'series', '2026-11-01T00:00:00Z', 1),
    title('c-1', 'episode', '2026-11-01T00:00:00Z', 0),
  ],
  {
    columns: [{ name: 'title' }, { name: 'reach' }, { name: 'take_rate' }],
    rows: [
      ['a', 200, 0.1],
      ['b', 900, 0.05],
    ],
    meta: {
      answeredBy: 'feed',
      reason: 'feed',
      exact: true,
      errorBound: 0,
      confidence: 1,
      ms: 0,
      asOf: null,
      completeUntil: null,
      version: 1,
      notes: [],
    },
  },
)

const ids = (found: readonly Entry[]) => found.map(({ title: { titleId } }) => titleId)

test('titles have their figures, and null if nobody saw them', () => {
  expect(entries[0]?.figures).toMatchObject({ reach: 900, take_rate: 0.05, completion_rate: null })
  expect(entries[2]?.figures).toBeNull()
})

test('titles can be sorted; those without a value come last', () => {
  expect(ids(inOrder(entries, 'recent'))).toEqual(['c', 'c-1', 'b', 'a'])
  expect(ids(inOrder(entries, 'take_rate')).slice(0, 2)).toEqual(['a', 'b'])
  expect(ids(inOrder(entries, 'name'))).toEqual(['a', 'b', 'c', 'c-1'])
  expect(ids(inOrder(entries, 'likely'))).toEqual(ids(entries))
})

test('episodes without artwork are found by search and by type', () => {
  expect(ids(shownOf(entries, '', false))).toEqual(['b', 'a', 'c'])
  expect(ids(shownOf(entries, '', true))).toContain('c-1')
  expect(ids(shownOf(entries, 'episode', false))).toEqual(['c-1'])
  expect(typesOf(entries)[0]).toEqual({ type: 'film', count: 2 })
})
