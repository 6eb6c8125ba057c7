import { expect, test } from 'vitest'

import type { Batch, Health } from './asked'
import { differences, MEASURES } from './checking'
import { fieldsOf } from './fields'
import { brokenRows, ranked } from './reasons'
import { problemsOf, sentenceOf } from './verdict'
import { volumeBand, volumeSentence } from './volumes'

const NOW = Date.parse('2026-11-29T04:00:00Z')

const HEALTH: Health = {
  version: 3,
  published: '2026-11-29T03:45:00+00:00',
  titles: 4,
  assets: 8,
  bytes: 1e6,
  measures: { impressions: 100 },
  quarantined: {},
  verified: '2026-11-29T01:00:00+00:00',
  warnings: [],
  feed: { version: 3, created: '2026-11-29T03:47:00+00:00', isNewest: true, problem: null },
  timeZones: { version: '2026a', source: 'package tzdata' },
  meta: {
    answeredBy: 'feed',
    reason: 'feed',
    exact: true,
    errorBound: 0,
    confidence: 1,
    ms: 1,
    asOf: '2026-11-28T23:59:58+00:00',
    completeUntil: '2026-11-27T23:59:58+00:00',
    version: 3,
    notes: [],
  },
}

function batch(rows: number, reasons: Record<string, number>): Batch {
  const quarantined = Object.values(reasons).reduce((sum, n) => sum + n, 0)
  return {
    batch: 2,
    version: 2,
    created: '2026-11-29T03:45:00+00:00',
    command: 'ingest',
    released: 0,
    notes: [],
    tables: [
      {
        table: 'plays',
        rows,
        accepted: rows - quarantined,
        duplicate: 0,
        updated: 0,
        conflict: 0,
        quarantined,
        reasons,
      },
    ],
  }
}

test('without problems the sentence says why', () => {
  const known = {
    health: HEALTH,
    gaps: [],
    volumes: [],
    batch: batch(1000, { no_consent: 400 }),
    now: NOW,
  }
  expect(problemsOf(known)).toEqual([])
  expect(sentenceOf([], known)).toBe(
    'All good: events up to Sat, Nov 28, 2026, 11:59 PM, no gaps, and all rows of the newest batch accepted.',
  )
})

test('damaged files come first, and are the sentence of the page', () => {
  const fact = 'Damaged: facts/exposure-000001.arrow has changed since it was written.'
  const known = {
    health: { ...HEALTH, warnings: [fact] },
    gaps: [],
    volumes: [],
    batch: null,
    now: NOW + 1e9,
  }
  const problems = problemsOf(known)
  expect(problems[0]).toEqual({ fact, more: '', part: 'engines' })
  expect(sentenceOf(problems, known)).toContain(fact)
})

test('missing events come before stale data, and both before rejected rows', () => {
  const gap = {
    id: '1',
    state: 'OPEN' as const,
    what: 'Hardly any plays since 5:00.',
    howMuch: 'Few.',
    howSure: 'Sure.',
    opened: '2026-11-29T03:00:00+00:00',
    resolved: null,
  }
  const known = {
    health: { ...HEALTH, feed: null, meta: { ...HEALTH.meta, asOf: '2026-11-20T00:00:00+00:00' } },
    volumes: [],
    gaps: [gap, { ...gap, state: 'RESOLVED' as const }],
    batch: batch(1000, { bad_type: 40, no_consent: 400 }),
    now: NOW,
  }
  const problems = problemsOf(known)
  expect(problems.map(({ part }) => part)).toEqual(['volumes', 'batches', 'quarantine'])
  expect(problems[2]?.fact).toBe('4.0% of plays in batch 2 were rejected.')
  expect(sentenceOf(problems, known)).toBe('Hardly any plays since 5:00. And 2 more issues.')
})

test('nothing is all good over a volume that is not usual, or not known yet', () => {
  const volumes = (seen: number) =>
    ['27', '28'].map((day) => ({
      measure: 'impressions',
      day: `2026-11-${day}`,
      seen,
      expected: 100,
      whole: true,
    }))
  const known = { health: HEALTH, gaps: [], volumes: volumes(76), batch: null, now: NOW }
  expect(sentenceOf(problemsOf(known), known)).toBe('Impressions: 76% of the usual volume.')
  const usual = { ...known, volumes: volumes(90) }
  expect(sentenceOf(problemsOf(usual), usual)).toMatch(/^All good: /)
  const loading = { ...known, volumes: null }
  expect(sentenceOf(problemsOf(loading), loading)).toBeNull()
})

test('an outdated feed is reported', () => {
  const feed = { version: 2, created: HEALTH.published, isNewest: false, problem: null }
  const [problem] = problemsOf({
    health: { ...HEALTH, feed },
    gaps: [],
    volumes: [],
    batch: null,
    now: NOW,
  })
  expect(problem?.fact).toBe('The feed is at version 2, the store at 3.')
})

test('rows that are rejected on purpose are not broken', () => {
  const reasons = { no_consent: 900, bad_type: 2, malformed: 7, bad_range: 0 }
  expect(ranked(reasons).map(([code]) => code)).toEqual(['malformed', 'bad_type', 'no_consent'])
  expect(brokenRows(reasons)).toBe(9)
})

test('days are drawn with their expected volume, and an incomplete last day is marked', () => {
  const days = [
    { measure: 'impressions', day: '2026-11-27', seen: 80, expected: 100, whole: true },
    { measure: 'impressions', day: '2026-11-28', seen: null, expected: null, whole: true },
    { measure: 'impressions', day: '2026-11-29', seen: 5, expected: 100, whole: false },
  ]
  const band = volumeBand(days, 'impressions')
  expect(band?.lines.map(({ values }) => values.map(({ value }) => value))).toEqual([
    [80, null, 5],
    [100, null, 100],
  ])
  expect(band?.completeUntil).toBe('2026-11-29')
  expect(volumeSentence(days, 'impressions')).toBe(
    'In the last day, 80% of the usual weekday volume.',
  )
  expect(volumeBand(days, 'starts')).toBeNull()
})

test('engines agree apart from rounding', () => {
  const totals = Object.fromEntries(MEASURES.map((name, n) => [name, n + 1]))
  const rounded = { ...totals, hours_viewed: (totals.hours_viewed ?? 0) * (1 + 1e-12) }
  expect(differences([{ totals }, { totals: rounded }])).toEqual([])
  expect(differences([{ totals }, { totals: { ...totals, reach: 7 } }])).toEqual(['reach'])
})

test('a rejected row is its fields, without empty ones but the one with the problem', () => {
  const row = '{"ts":"2026-11-09","profile_id":null,"position":31,"phase":null}'
  expect(fieldsOf(row, 'profile_id')).toEqual([
    ['ts', '2026-11-09'],
    ['profile_id', null],
    ['position', '31'],
  ])
  expect(fieldsOf(row, null)?.map(([name]) => name)).toEqual(['ts', 'position'])
})

test.each(['{"ts":"2026-', '[1, 2]', '7', ''])('%s has no fields', (line) => {
  expect(fieldsOf(line, null)).toBeNull()
})
