import { expect, test } from 'vitest'

import { margin, scaleOf, thing } from './figures'

test('assets have their usual names', () => {
  expect(['artwork', 'video', 'synopsis', null].map(thing)).toEqual([
    'poster',
    'clip',
    'synopsis',
    'asset',
  ])
})

test('a margin is half of the interval, in points', () => {
  expect(margin({ low: 0.01, high: 0.046 })).toBe('± 1.8')
  expect(margin({ low: null, high: null })).toBe('not enough data')
})

test('a scale holds all intervals with room, and never starts below zero', () => {
  const [low, high] = scaleOf([
    { value: 0.1, low: 0.05, high: 0.15 },
    { value: 0.2, low: 0.15, high: 0.25 },
  ])
  expect(low).toBeCloseTo(0.038)
  expect(high).toBeCloseTo(0.262)
  expect(scaleOf([{ value: 0.001, low: 0, high: 0.5 }])[0]).toBe(0)
  expect(scaleOf([])).toEqual([0, 1])
})
