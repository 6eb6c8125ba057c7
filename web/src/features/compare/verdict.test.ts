import { expect, test } from 'vitest'

import { comparison } from './invented'
import { misleading } from './comparison'
import { guardrailSaid, reasonsOf } from './reasons'
import { badgeOf, daysOf, headlineOf, sureSince } from './verdict'

const NAMES: Readonly<Record<string, string>> = { a: 'The Crew', b: 'Inês', c: 'The Kiss' }
const nameOf = (asset: string) => NAMES[asset] ?? asset

function said(found: ReturnType<typeof comparison>): string {
  const { text, doubt, rest } = headlineOf(found, nameOf)
  return `${text}${doubt ? ` (${doubt})` : ''}${rest}`
}

test('the headline of a winner has its rate, its lead over the runner-up, and that people stay', () => {
  expect(said(comparison())).toBe(
    'The Crew wins: 10.6% of the people it reaches watch, 1.4 points more than Inês (+0.4 to +2.4), and they stay.',
  )
})

test('the headline says that people stay only where that is certain', () => {
  const found = comparison({ completion: 'UNSURE' })
  expect(said(found)).toMatch(/\(\+0\.4 to \+2\.4\)\.$/)
})

test('the headline of an asset that loses viewers has the failed guardrail', () => {
  const found = comparison({ kind: 'LOSES_VIEWERS', completion: 'FAILED' })
  expect(said(found)).toBe(
    'The Crew wins plays, loses viewers: 1.4 points more than Inês (+0.4 to +2.4), but only 70.0% of its plays are finished.',
  )
})

test('the headline of an undecided comparison says that the leader loses viewers', () => {
  const found = comparison({ kind: 'KEEP_WAITING', completion: 'FAILED' })
  const differences = found.differences.map((one) => ({ ...one, beyondChance: false }))
  expect(badgeOf(found)).toEqual({ kind: 'loses_viewers', words: 'Leads, loses viewers' })
  expect(said({ ...found, differences })).toBe(
    'The Crew leads but loses viewers: only 70.0% of its plays are finished. Its lead over Inês is 1.4 points (+0.4 to +2.4), which could be chance.',
  )
  expect(misleading(found)).toBe('a')
  const few = found.arms.map((arm) => ({ ...arm, needsData: true }))
  expect(misleading({ ...found, arms: few })).toBeNull()
})

test('the headline of an undecided comparison has the lead in points', () => {
  const found = comparison({
    kind: 'KEEP_WAITING',
    sentence:
      'Keep waiting, about 3 more days: “a” leads “b” with a take rate +16.2% (−10.3 to +50.7), which may be chance.',
  })
  const chance = found.differences.map((one) => ({ ...one, beyondChance: false }))
  expect(said({ ...found, differences: chance })).toBe(
    'Keep waiting, about 3 more days: The Crew leads Inês by 1.4 points (+0.4 to +2.4), which could be chance.',
  )
  expect(said(found)).toMatch(/\(\+0\.4 to \+2\.4\), beyond chance, but not over all others\.$/)
})

test('other headlines are the sentence of the service, with its interval apart', () => {
  const sentence = 'No difference that matters: it differs by less than 5% (1 to 3).'
  expect(headlineOf(comparison({ kind: 'NO_DIFFERENCE', sentence }), nameOf)).toEqual({
    text: 'No difference that matters: it differs by less than 5%',
    doubt: '1 to 3',
    rest: '.',
  })
})

test('reasons are in points, and guardrails are not repeated among them', () => {
  const reasons = [
    'Guardrail completion rate: passed, +1%.',
    'A difference of more than 34% is ruled out.',
    '“a” leads overall, but loses with Two (−12% ± 10).',
    'With Two, “c” is best (99% sure): showing “a” there would cost 20%.',
  ]
  expect(reasonsOf(comparison({ reasons }), nameOf)).toEqual([
    'A difference of more than 3.2 points is ruled out.',
    'With Two, The Kiss is best (99% sure): +4.0 points against The Crew.',
  ])
})

test('a broken test says where the split is off, and what to do', () => {
  const reasons = ['device smart_tv: “Inês” has 18% of 2,000 people instead of 33%.']
  expect(reasonsOf(comparison({ kind: 'DONT_TRUST', reasons }), nameOf)).toEqual([
    'Device smart tv: “Inês” has 18% of 2,000 people instead of 33%.',
    'Find where viewers get lost, fix it, then restart the test.',
  ])
})

test('assets that were not shown at the same time have no broken split', () => {
  const found = comparison({ kind: 'DONT_TRUST', reasons: ['Compare from 2026-01-07 on.'] })
  const alone = { ...found, allocation: { ...found.allocation, broken: false } }
  expect(reasonsOf(alone, nameOf)).toEqual(['Compare from 2026-01-07 on.'])
})

test.each([
  ['HELD', 'Completion passed: 70.0%, 2.7 points more than the others'],
  ['FAILED', 'Completion failed: 70.0%, 2.7 points more than the others'],
  ['UNSURE', 'Completion not certain yet: 70.0%, 2.7 points more than the others'],
] as const)('a guardrail that is %s says so', (state, expected) => {
  const [guard] = comparison({ completion: state }).arms[0]?.guardrails ?? []
  expect(guard && guardrailSaid(guard)).toBe(expected)
})

test('a lead is certain since the day from which the interval excludes zero', () => {
  expect(sureSince(comparison())).toEqual({ day: '2020-11-08', n: 3 })
  expect(sureSince({ path: comparison().path.slice(0, 2) })).toBeNull()
})

test('the days of a comparison are its first and its last', () => {
  expect(daysOf({ firstDay: '2020-11-06', lastDay: '2020-11-09' })).toBe(
    'Nov 6, 2020 – Nov 9, 2020',
  )
  expect(daysOf({ firstDay: null, lastDay: null })).toBe('')
})
