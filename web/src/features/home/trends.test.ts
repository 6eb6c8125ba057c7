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

test('without two days, or a measure, there is no trend', () => {
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'BROKEN_TEST', titleId: 't2' })).toBeNull()
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'DAMAGED_FILE' })).toBeNull()
  expect(trendOf(TRENDS, { ...NOTICE, kind: 'VOLUME_GAP', titleId: null })).toBeNull()
})
