import { expect, test } from 'vitest'

import { answerOf } from './answer'

test('the answer counts outliers by level and direction, then clickbait and hidden gems', () => {
  const outliers = [
    { level: 'asset', direction: 'over' },
    { level: 'title', direction: 'over' },
    { level: 'asset', direction: 'over' },
    { level: 'title', direction: 'under' },
  ]
  const promises = (['CLICKBAIT', 'CLICKBAIT', 'HIDDEN_GEM'] as const).map((kind) => ({ kind }))
  expect(answerOf(outliers, promises)).toBe(
    '1 title and 2 assets get far more plays than similar ones; ' +
      '1 title gets far fewer plays than similar ones; ' +
      '2 assets win plays and lose viewers; 1 asset is a hidden gem.',
  )
})

test('without findings the answer says so', () => {
  expect(answerOf([], [])).toMatch(/^Nothing stands out/)
  expect(answerOf(null, [])).toMatch(/^Too few people/)
})
