import { expect, test } from 'vitest'

import { badgesOf, type Findings } from './badges'

const NONE: Findings = { notices: [], promises: [], favourites: [] }

test('a title carries what was found of it, and nothing of others', () => {
  const found: Findings = {
    notices: [{ kind: 'BROKEN_TEST', titleId: 'broken', assetId: null, direction: null }],
    promises: [
      { kind: 'CLICKBAIT', standing: { title: 'bait' } },
      { kind: 'HIDDEN_GEM', standing: { title: 'gem' } },
    ],
    favourites: [{ title: 'gem', audienceName: 'Heist Thrillers' }],
  }
  expect(badgesOf('broken', found).map(({ kind }) => kind)).toEqual(['dont_trust'])
  expect(badgesOf('bait', found).map(({ kind }) => kind)).toEqual(['clickbait'])
  expect(badgesOf('gem', found).map(({ words }) => words)).toEqual([
    'Has a hidden gem',
    'Has a favourite of Heist Thrillers',
  ])
  expect(badgesOf('other', found)).toEqual([])
})

test('clickbait that has a notice is said once', () => {
  const found: Findings = {
    ...NONE,
    notices: [{ kind: 'CLICKBAIT', titleId: 't', assetId: 'a', direction: null }],
    promises: [{ kind: 'CLICKBAIT', standing: { title: 't' } }],
  }
  expect(badgesOf('t', found).map(({ words }) => words)).toEqual(['Has clickbait'])
})

test('the two most serious are enough', () => {
  const notices = (['BROKEN_TEST', 'CLICKBAIT', 'OUTLIER'] as const).map((kind) => {
    return { kind, titleId: 't', assetId: 'a', direction: 'over' }
  })
  expect(badgesOf('t', { ...NONE, notices }).map(({ kind }) => kind)).toEqual([
    'dont_trust',
    'clickbait',
  ])
})
