import { expect, test } from 'vitest'

import { answerOf } from './answer'

test('the answer counts what is far off by level and direction, then promises', () => {
  const outliers = [
    { level: 'asset', direction: 'over' },
    { level: 'title', direction: 'over' },
    { level: 'asset', direction: 'over' },
    { level: 'title', direction: 'under' },
  ]
  const promises = (['CLICKBAIT', 'CLICKBAIT', 'HIDDEN_GEM'] as const).map((kind) => ({ kind }))
  expect(answerOf(outliers, promises)).toBe(
    '1 title and 2 assets are taken far more often than their like; ' +
      '1 title is taken far less often than its like; ' +
      '2 assets win plays and lose viewers; 1 asset is overlooked.',
  )
})

test('where nothing stands out the answer says so', () => {
  expect(answerOf([], [])).toMatch(/^Nothing stands out/)
  expect(answerOf(null, [])).toMatch(/^Too few people/)
})
