import { expect, test } from 'vitest'

import { asset, comparison, evidence, FIGURES, VIEW, verdict } from './invented'
import { judge } from './judged'
import { figuresOf } from './figures'
import { placedOf } from './placed'
import { scaleOf } from './scale'

const LETTERS = new Map([
  ['a', 'A'],
  ['b', 'B'],
  ['c', 'C'],
  ['s', 'S1'],
])

function placed(view = VIEW, given = evidence(), shown = FIGURES) {
  const known = {
    figures: shown,
    compared: shown,
    norms: new Map(),
    judged: judge(given),
    evidence: given,
  }
  return placedOf({ assets: given.assets, known, view, letters: LETTERS })
}

function order(view = VIEW) {
  return placed(view).cards.map(({ letter }) => letter)
}

test('the best comes first in any sort order', () => {
  expect(order()).toEqual(['C', 'A', 'B'])
  expect(order({ ...VIEW, sort: 'completion_rate' })).toEqual(['A', 'B', 'C'])
  expect(order({ ...VIEW, sort: 'viewers' })).toEqual(['C', 'A', 'B'])
})

test('assets without figures are apart, with the reason', () => {
  const shown = new Map([...FIGURES].filter(([id]) => id !== 'b'))
  shown.set('a', figuresOf({ suppressed: 'too_few_people' }))
  const { cards, rest } = placed(VIEW, evidence(), shown)
  expect(cards.map(({ letter }) => letter)).toEqual(['C'])
  expect(rest.map(({ letter, state }) => [letter, state])).toEqual([
    ['A', 'suppressed'],
    ['B', 'none'],
  ])
})

test('only types with assets are offered', () => {
  const given = evidence({ assets: [...evidence().assets, asset('s', 'synopsis')] })
  expect(placed(VIEW, given).types).toEqual([{ type: 'artwork', count: 3 }])
  expect(placed({ ...VIEW, type: 'synopsis' }, given).rest.map(({ letter }) => letter)).toEqual([
    'S1',
  ])
})

test('rates of a broken test are hidden by default', () => {
  const broken = evidence({ comparison: comparison({ verdict: verdict('DONT_TRUST') }) })
  const states = (view = VIEW) =>
    placed(view, broken).cards.map(({ letter, state, estimate }) => [letter, state, estimate.value])
  expect(states()).toEqual([
    ['C', 'shown', 0.12],
    ['A', 'withheld', null],
    ['B', 'withheld', null],
  ])
  expect(states({ ...VIEW, anyway: 'yes' }).map(([, state]) => state)).toEqual([
    'shown',
    'shown',
    'shown',
  ])
})

test('one asset with little data does not squeeze the others together', () => {
  const sure = [0.08, 0.09, 0.1].map((value) => ({
    value,
    low: value - 0.005,
    high: value + 0.005,
  }))
  const [low, high] = scaleOf([...sure, { value: 0.09, low: 0, high: 0.9 }])
  expect(low).toBeGreaterThan(0.05)
  expect(high).toBeLessThan(0.14)
  const [from, to] = scaleOf(sure)
  expect(from).toBeLessThan(0.075)
  expect(to).toBeGreaterThan(0.105)
})

test('a scale never starts below zero, and has a default without figures', () => {
  expect(scaleOf([{ value: 0.01, low: 0.001, high: 0.04 }])[0]).toBeGreaterThanOrEqual(0)
  expect(scaleOf([])).toEqual([0, 1])
})
