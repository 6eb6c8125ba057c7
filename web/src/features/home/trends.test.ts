import { expect, test } from 'vitest'

import { trendOf, type Trends } from './trends'

const TRENDS: Trends = {
  assets: {
    complete: [true, true, false],
    lines: [{ key: ['a1'], measure: 'take_rate', values: [0.1, 0.2, null] }],
  },
  titles: {
    complete: [true, true],
    lines: [
      { key: ['t1'], measure: 'take_rate', values: [0.1, 0.1] },
      { key: ['t1'], measure: 'reach', values: [40, 50] },
      { key: ['t2'], measure: 'reach', values: [null, 50] },
    ],
  },
  volumes: {
    complete: [true, true],
    lines: [{ key: [], measure: 'impressions', values: [900, 300] }],
  },
  places: {
    complete: [true, true],
    lines: [
      { key: ['ES'], measure: 'starts', values: [7, 8] },
      { key: ['DE'], measure: 'impressions', values: [1, 2] },
      { key: ['ES'], measure: 'impressions', values: [90, 30] },
    ],
  },
}

const NOTICE = { titleId: 't1', assetId: null, subject: '' }

test('clickbait has the take rate of its asset, a broken test the people of its title', () => {
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'CLICKBAIT', assetId: 'a1' })).toEqual({
    measure: 'take_rate',
    values: [0.1, 0.2, null],
    complete: 2,
  })
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'BROKEN_TEST' })?.values).toEqual([40, 50])
})

test('missing events have the volume of their country, or of all', () => {
  const gap = { kind: 'VOLUME_GAP' as const, titleId: null, assetId: null }
  const spain = trendOf(TRENDS, { ...gap, subject: 'impressions:ES:2026-11-28T00' })
  expect(spain).toEqual({ measure: 'impressions', values: [90, 30], complete: 2 })
  const all = trendOf(TRENDS, { ...gap, subject: 'impressions:2026-11-28T00' })
  expect(all?.values).toEqual([900, 300])
  expect(trendOf(TRENDS, { ...gap, subject: 'impressions:FR:2026-11-28T00' })).toBeNull()
})

test('without two days, or a measure, there is no trend', () => {
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'BROKEN_TEST', titleId: 't2' })).toBeNull()
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'DAMAGED_FILE' })).toBeNull()
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'VOLUME_GAP', titleId: null })).toBeNull()
})
