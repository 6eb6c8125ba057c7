import { expect, test } from 'vitest'

import { dayOf, presets, shifted, spanOf } from './days'

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-03-29', 7, '2026-04-05'],
])('%s and %d days is %s', (iso, days, expected) => {
  expect(shifted(iso, days)).toBe(expected)
})

test('an instant has its day in each zone', () => {
  expect(dayOf('2026-11-24T23:30:00+00:00', 'Europe/Berlin')).toBe('2026-11-25')
  expect(dayOf('2026-11-24T23:30:00+00:00', 'America/New_York')).toBe('2026-11-24')
})

test('a chip has the last day that counts, not the day after', () => {
  expect(spanOf(null, null)).toBe('all time')
  expect(spanOf('2020-11-01', '2020-11-08')).toBe('Nov 1, 2020 – Nov 7, 2020')
  expect(spanOf('2020-11-01', '2020-11-02')).toBe('Nov 1, 2020')
  expect(spanOf(null, '2020-11-02')).toBe('until Nov 1, 2020')
})

test('the last seven days end with the last day of data', () => {
  const [, , week] = presets('2026-11-24T08:00:00Z', 'UTC', '2026-11-06T00:00:00Z')
  expect(week).toEqual({ label: 'Last 7 days', since: '2026-11-18', until: '2026-11-25' })
})
