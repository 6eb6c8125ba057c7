import { expect, test } from 'vitest'

import type { Audience } from './asking'
import { chosen, growthOf, laidBeside } from './choosing'

function audience(name: string, profiles: number | null, more: Partial<Audience> = {}): Audience {
  return {
    name,
    kind: 'AFFINITY',
    note: null,
    profiles,
    suppressed: profiles === null ? 'too_few_people' : null,
    text: null,
    owner: null,
    readyMade: false,
    tags: [],
    growth: [],
    titles: [],
    ...more,
  }
}

const ALL = [
  audience('affinity:heist', 300, { note: 'Heist Thrillers', tags: ['vault', 'crew'] }),
  audience('affinity:cosy', 500, {
    note: 'Cosy Mystery',
    titles: [{ titleId: 't1', name: 'Café Noir', assets: { edges: [] } }],
  }),
  audience('affinity:tiny', null, { note: 'Tiny' }),
  audience('segment:lapsed', 40, { text: 'lapsed(days=28)' }),
]

const names = (found: readonly Audience[]) => found.map(({ name }) => name)

test('audiences of a kind are sorted by size, the unknown last, or by name', () => {
  const asked = { kind: 'affinity' as const, words: '' }
  expect(names(chosen(ALL, { ...asked, sort: 'size' }))).toEqual([
    'affinity:cosy',
    'affinity:heist',
    'affinity:tiny',
  ])
  expect(names(chosen(ALL, { ...asked, sort: 'name' }))).toEqual([
    'affinity:cosy',
    'affinity:heist',
    'affinity:tiny',
  ])
})

test('search matches names, tags and defining titles, ignoring accents', () => {
  const found = (words: string) => names(chosen(ALL, { kind: 'affinity', words, sort: 'size' }))
  expect(found('thril')).toEqual(['affinity:heist'])
  expect(found('VAULT crew')).toEqual(['affinity:heist'])
  expect(found('cafe')).toEqual(['affinity:cosy'])
  expect(found('lapsed')).toEqual([])
})

test('the overlap has the largest audiences, or the selected ones', () => {
  expect(names(laidBeside(ALL, [], 'affinity'))).toEqual(['affinity:cosy', 'affinity:heist'])
  const picked = ['segment:lapsed', 'affinity:heist', 'affinity:gone']
  expect(names(laidBeside(ALL, picked, 'affinity'))).toEqual(['segment:lapsed', 'affinity:heist'])
})

test('growth needs two models', () => {
  const sizes = (...of: number[]) => ({
    growth: of.map((profiles, n) => ({ fit: n + 1, profiles })),
  })
  expect(growthOf(sizes(100))).toBeNull()
  expect(growthOf(sizes(50, 100, 110))).toBeCloseTo(0.1)
})
