import { expect, test } from 'vitest'

import { comparison } from './invented'
import { daysOf, guardrailSaid, headlineOf, reasonsOf, sureSince } from './verdict'

const NAMES: Readonly<Record<string, string>> = { a: 'The Crew', b: 'Inês', c: 'The Kiss' }
const nameOf = (asset: string) => NAMES[asset] ?? asset

function said(found: ReturnType<typeof comparison>): string {
  const { text, doubt, rest } = headlineOf(found, nameOf)
  return `${text}${doubt ? ` (${doubt})` : ''}${rest}`
}

test('a winner is said with its rate, its lead over the next best, and that people stay', () => {
  expect(said(comparison())).toBe(
    'The Crew wins: 10.6% of the people it reaches watch, 1.4 points more than Inês (+0.4 to +2.4), and they stay.',
  )
})

test('that people stay is said only where it is sure', () => {
  const found = comparison({ completion: 'UNSURE' })
  expect(said(found)).toMatch(/\(\+0\.4 to \+2\.4\)\.$/)
})

test('who wins plays and loses viewers is said with what it harms', () => {
  const found = comparison({ kind: 'LOSES_VIEWERS', completion: 'FAILED' })
  expect(said(found)).toBe(
    'The Crew wins plays, loses viewers: 1.4 points more than Inês (+0.4 to +2.4), but only 70.0% of its plays are seen to the end.',
  )
})

test('all else is said in the sentence of the service, its doubt set apart', () => {
  const found = comparison({
    kind: 'KEEP_WAITING',
    sentence:
      'Undecided: “A” leads “B” with a take rate +16.2% (−10.3 to +50.7), which may be chance.',
  })
  expect(headlineOf(found, nameOf)).toEqual({
    text: 'Undecided: “A” leads “B” with a take rate +16.2%',
    doubt: '−10.3 to +50.7',
    rest: ', which may be chance.',
  })
})

test('guardrails have a line of their own, not a reason as well', () => {
  const reasons = ['Guardrail completion rate: held, +1%.', 'Already out: “C”.']
  expect(reasonsOf(comparison({ reasons }), nameOf)).toEqual(['Already out: “C”.'])
})

test('a broken test says where, and what to do', () => {
  const found = comparison({ kind: 'DONT_TRUST' })
  expect(reasonsOf(found, nameOf)).toEqual([
    'Device tv: Inês has 18.0% of 2,000 people.',
    'Find out what loses people there, mend it, and begin the test anew.',
  ])
})

test('assets that were not shown at the same time are no broken split', () => {
  const found = comparison({ kind: 'DONT_TRUST', reasons: ['Ask since 2026-01-07.'] })
  const alone = { ...found, allocation: { ...found.allocation, broken: false } }
  expect(reasonsOf(alone, nameOf)).toEqual(['Ask since 2026-01-07.'])
})

test.each([
  ['HELD', 'Completion kept: 70.0%, 4% more than the others'],
  ['FAILED', 'Completion worse: 70.0%, 4% more than the others'],
  ['UNSURE', 'Completion not sure yet: 70.0%, 4% more than the others'],
] as const)('a guardrail that is %s says so', (state, expected) => {
  const [guard] = comparison({ completion: state }).arms[0]?.guardrails ?? []
  expect(guard && guardrailSaid(guard)).toBe(expected)
})

test('it is sure since the day from which on the interval leaves zero out', () => {
  expect(sureSince(comparison())).toEqual({ day: '2020-11-08', n: 3 })
  expect(sureSince({ path: comparison().path.slice(0, 2) })).toBeNull()
})

test('the days of a comparison are its first and its last', () => {
  expect(daysOf({ firstDay: '2020-11-06', lastDay: '2020-11-09' })).toBe(
    'Nov 6, 2020 – Nov 9, 2020',
  )
  expect(daysOf({ firstDay: null, lastDay: null })).toBe('')
})
