import { expect, test } from 'vitest'

import { answerOf, kindsOf } from './inbox'

const NOTICES = [
  { kind: 'OUTLIER' },
  { kind: 'CLICKBAIT' },
  { kind: 'OUTLIER' },
  { kind: 'BROKEN_TEST' },
] as const

test('kinds are counted, those without a notice left out, what spoils most first', () => {
  expect(kindsOf(NOTICES).map(({ value, count }) => [value, count])).toEqual([
    ['all', 4],
    ['broken_test', 1],
    ['clickbait', 1],
    ['outlier', 2],
  ])
})

test('the answer says what holds and how much of it', () => {
  expect(answerOf(NOTICES, 'open')).toBe(
    '4 things need attention: 1 broken test, 1 asset that misleads and 2 outliers.',
  )
  expect(answerOf(NOTICES.slice(0, 1), 'open')).toBe('1 thing needs attention: 1 outlier.')
  expect(answerOf(NOTICES.slice(0, 1), 'resolved')).toBe('1 thing is over: 1 outlier.')
  expect(answerOf([], 'open')).toBe('Nothing needs attention.')
})
