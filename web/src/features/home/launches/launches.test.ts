import { expect, test } from 'vitest'

import { dayNumber, gotOf, type Launched, type Rates } from './launches'

const TITLE = { titleId: 't1', launchedAt: '2026-11-02T07:00:00Z' } as Launched

const RATES = {
  question: {
    columns: [
      { name: 'title', kind: 'KEY' },
      { name: 'take_rate', kind: 'MEASURE' },
      { name: 'take_rate_low', kind: 'BOUND' },
      { name: 'take_rate_high', kind: 'BOUND' },
      { name: 'reach', kind: 'MEASURE' },
      { name: 'suppressed', kind: 'SUPPRESSED' },
    ],
    rows: [
      ['t1', 0.1, 0.09, 0.11, 900, null],
      [null, null, null, null, null, 1],
    ],
  },
  timeSeries: {
    times: ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map(
      (day) => `${day}T00:00:00Z`,
    ),
    complete: [true, true, true, false],
    lines: [{ key: ['t1'], values: [null, 0.12, 0.1, 0.09] }],
  },
} as unknown as Rates

test('a title has its figures and its days since launch', () => {
  expect(gotOf(RATES, TITLE)).toEqual({
    rate: 0.1,
    low: 0.09,
    high: 0.11,
    reach: 900,
    suppressed: null,
    days: [0.12, 0.1, 0.09],
    complete: 2,
  })
})

test('a title that too few people saw says so; one that nobody saw has no figures', () => {
  expect(gotOf(RATES, { ...TITLE, titleId: 't2' })).toMatchObject({
    rate: null,
    suppressed: 'too_few_people',
    days: [],
  })
  const all = { ...RATES, question: { ...RATES.question, rows: RATES.question.rows.slice(0, 1) } }
  expect(gotOf(all, { ...TITLE, titleId: 't3' })).toBeNull()
})

test('the launch day is day 1', () => {
  expect(dayNumber('2026-11-02T07:00:00Z', '2026-11-02T20:00:00Z')).toBe(1)
  expect(dayNumber('2026-11-02T07:00:00Z', '2026-11-09T08:00:00Z')).toBe(8)
})
