import { expect, test } from 'vitest'

import { answerOf, kindsOf } from './inbox'

const NOTICES = [
  { kind: 'OUTLIER' },
  { kind: 'CLICKBAIT' },
  { kind: 'OUTLIER' },
  { kind: 'BROKEN_TEST' },
] as const

test('kinds with notices are counted, most serious first', () => {
  expect(kindsOf(NOTICES).map(({ value, count }) => [value, count])).toEqual([
    ['all', 4],
    ['broken_test', 1],
    ['clickbait', 1],
    ['outlier', 2],
  ])
})

test('the answer counts notices by kind', () => {
  expect(answerOf(NOTICES, 'open')).toBe(
    '4 issues need attention: 1 broken test, 1 clickbait asset and 2 outliers.',
  )
  expect(answerOf(NOTICES.slice(0, 1), 'open')).toBe('1 issue needs attention: 1 outlier.')
  expect(answerOf(NOTICES.slice(0, 1), 'resolved')).toBe('1 issue resolved: 1 outlier.')
  expect(answerOf([], 'open')).toBe('No open issues.')
})
