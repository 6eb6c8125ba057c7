import { expect, test } from 'vitest'

import { bounds, coloursOf, isMissing, levelOf, matrixSentence, matrixValue } from './data'

function data(values: (number | null)[][], unit: 'rate' | 'times' = 'rate') {
  return {
    name: 'Share of the row’s profiles',
    unit,
    names: values.map((_, n) => `Audience ${n}`),
    missing: 'not shown',
    cells: values.map((row) => row.map((value) => ({ value }))),
  }
}

test('colours split the values evenly, without the diagonal', () => {
  const found = data([
    [1, 0.17],
    [0.29, 1],
  ])
  expect(bounds(found).map((bound) => bound.toFixed(2))).toEqual([
    '0.19',
    '0.21',
    '0.23',
    '0.25',
    '0.27',
  ])
  const colour = (value: number) => coloursOf(value, 'rate', bounds(found)).background
  expect([colour(0.17), colour(0.29)]).toEqual(['var(--q1)', 'var(--q6)'])
  expect(isMissing(found)).toBe(false)
})

test('where everything is hidden, there are no colours', () => {
  const found = data([
    [null, null],
    [null, null],
  ])
  expect(bounds(found)).toEqual([])
  expect(isMissing(found)).toBe(true)
  expect(matrixSentence(found)).toContain('all are hidden')
})

test('multiples are coloured symmetrically around one', () => {
  expect([2, 1.3, 1.1, 1, 1 / 1.1, 1 / 1.3, 0.5].map(levelOf).map(String)).toEqual([
    '3',
    '2',
    '1',
    '0',
    '-1',
    '-2',
    '-3',
  ])
})

test('shares are whole per cent, multiples have two decimals', () => {
  expect(matrixValue(0.216, 'rate')).toBe('22%')
  expect(matrixValue(1.5, 'times')).toBe('1.50×')
  expect(matrixValue(null, 'rate')).toBe('–')
})
