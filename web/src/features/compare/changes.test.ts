import { expect, test } from 'vitest'

import { changesOf } from './changes'
import { comparison } from './invented'

const nameOf = (asset: string) => asset.toUpperCase()

function said(found: ReturnType<typeof comparison>): string[] {
  return changesOf(found, nameOf).map(({ when, then }) => `${when}: ${then}`)
}

test('a winner loses with one audience, or if its viewers leave', () => {
  expect(said(comparison())).toEqual([
    'Only Two: C is best',
    'Completion of A falls clearly under 60.6%: Wins plays, loses viewers',
  ])
})

test('without guardrails an asset that loses viewers wins', () => {
  const found = comparison({ kind: 'LOSES_VIEWERS', completion: 'FAILED' })
  expect(said(found)).toContain('No guardrails: A wins')
})

test('an undecided test may be decided by a single look, or by waiting', () => {
  const found = comparison({ kind: 'KEEP_WAITING' })
  const last = found.path.at(-1)
  const open = { value: 0.014, low: -0.001, high: 0.03 }
  const waits = {
    ...found,
    path: last ? [{ ...last, alwaysValid: open }] : [],
    verdict: { ...found.verdict, daysLeft: 9 },
  }
  expect(said(waits)).toEqual([
    'Only Two: C is best',
    'A single look, planned before the test started: A beats B',
    'About 9 more days like the last seven: A wins, if the difference holds',
  ])
})
