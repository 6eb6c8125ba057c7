import { expect, test } from 'vitest'

import { calibrationOf, untilChart, wordsOf } from './calibration'
import type { Decided, Review, Reviews } from './record'

const around = (value: number, half: number) => ({
  value,
  low: value - half,
  high: value + half,
})

function review(decision: number, state: Review['state'] = 'AS_PROMISED'): Review {
  return {
    decision,
    heading: 'Show “Torii” to everyone',
    titleName: 'Night Walk',
    unit: 'viewers',
    state,
    sentence: '',
    promised: around(100, 20),
    actual: state === 'TOO_EARLY' ? null : around(80, 40),
  }
}

function record(reviews: Review[], share: Reviews['share'] = around(0.8, 0.15)): Reviews {
  const total = around(100 * reviews.length, 50)
  return { sentence: '', suppressed: 0, promised: total, actual: total, share, reviews }
}

const many = (n: number) => Array.from({ length: n }, (_, at) => review(n - at))

test('the chart begins with eight decisions that count viewers, the oldest first', () => {
  expect(calibrationOf(record(many(7)))).toBeNull()
  const others = [{ ...review(9), unit: 'viewers who stay' }, review(10, 'TOO_EARLY')]
  expect(calibrationOf(record([...others, ...many(7)]))).toBeNull()
  const labels = calibrationOf(record([...others, ...many(8)]))?.points.map(({ label }) => label)
  expect(labels).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
})

test('words go by the interval of the share', () => {
  const [much] = wordsOf(record(many(8)))
  expect(much?.fact).toBe('We promise too much.')
  expect(much?.rest).toMatch(/^Of gains that we promised, 80% .* bring about 80 \(65 to 95\)\.$/)
  expect(wordsOf(record(many(8), around(1.5, 0.2)))[0]?.fact).toBe('We promise too little.')
  expect(wordsOf(record(many(8), around(0.9, 0.2)))[0]?.fact).toBe('Our promises hold so far.')
  expect(wordsOf(record(many(8), around(0.9, 2)))[0]?.fact).toBe('Too uncertain to tell so far.')
  expect(wordsOf(record(many(8), null))[0]?.fact).toBe('8 of 8 came as promised:')
})

test('words name who fell short, or brought more', () => {
  const found = [...many(8), review(9, 'FELL_SHORT'), review(10, 'MORE'), review(11, 'MORE')]
  const facts = wordsOf(record(found)).map(({ fact }) => fact)
  expect(facts).toContain('9 fell short,')
  expect(facts).toContain('11 and 10 brought more than they promised,')
})

test('before the chart, the next review is named', () => {
  const waiting = { id: 4, state: 'STANDS', until: '2026-12-04T08:00:00Z' } as Decided
  const few = record([review(4, 'TOO_EARLY'), ...many(3)])
  expect(untilChart(few, [waiting])).toMatch(/^3 of 8 reviews so far .* next review is on .*4.*\.$/)
  expect(untilChart(record([]), [])).toBeNull()
})
