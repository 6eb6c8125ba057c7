import { expect, test } from 'vitest'

import type { Row } from './asking'
import { chosenOf, levelOf, mapOf } from './map'
import { answerOf, cellSentence, mapSentence, trendSentence } from './wording'

const CRIME: Row = {
  value: 'crime',
  market: 'PT',
  audience: null,
  people: 900,
  hours: 4000,
  shareOfHours: 0.09,
  shareOfSupply: 0.03,
  tasteIndex: 160,
  tasteIndexLow: 140,
  tasteIndexHigh: 183,
  demandIndex: 300,
  demandIndexLow: 180,
  demandIndexHigh: 500,
  trend: 120,
  trendLow: 104,
  trendHigh: 138,
  titles: 5,
  topTitle: 't1',
  topTitleName: 'Torii',
  topTitleShare: 0.3,
  withoutTopTitle: 210,
  finding: 'UNDER_SERVED',
  sentence: 'Crime is under-served.',
}
const USUAL: Row = { ...CRIME, finding: 'USUAL', tasteIndexLow: 90 }
const WIDE: Row = { ...USUAL, value: 'music', demandIndex: 400, demandIndexLow: 60, hours: 1000 }
const STATE = {
  by: 'genre',
  across: 'country',
  colour: 'demand',
  all: false,
  value: null,
  in: null,
} as const

test('the answer names what is under-served, with the shares behind it', () => {
  const [fact, evidence] = answerOf([USUAL, CRIME], STATE)
  expect(fact).toBe('Portugal: more crime would find viewers.')
  expect(evidence).toContain('9.0% of viewing from 3.0% of what is on offer')
})

test('without a finding the largest demand is one that cannot be chance', () => {
  const [fact, evidence] = answerOf([USUAL, WIDE], STATE)
  expect(fact).toBe('Nothing is under-served.')
  expect(evidence).toContain('crime in Portugal: 300')
  expect(answerOf([WIDE], STATE)[1]).toBe('No demand is above par beyond chance.')
  expect(answerOf([{ ...CRIME, finding: 'TOO_LITTLE_DATA' }], STATE)[0]).toMatch(/Too little/)
})

test('the map has a cell for each value and column, faded where it could be chance', () => {
  const map = mapOf([CRIME, WIDE, { ...USUAL, market: 'DE' }], STATE)
  expect(map.values.map(({ id }) => id)).toEqual(['crime', 'music'])
  expect(map.columns.map(({ name }) => name)).toEqual(['Portugal', 'Germany'])
  expect(map.cells.map((row) => row.map(({ state }) => state))).toEqual([
    ['clear', 'clear'],
    ['unsure', 'hidden'],
  ])
  const [clear, unsure] = [map.cells[0]?.[0], map.cells[1]?.[0]]
  expect((clear?.radius ?? 0) ** 2).toBeCloseTo(4 * (unsure?.radius ?? 0) ** 2)
})

test('small rows are left out unless asked for, but never the chosen one', () => {
  const rows = Array.from({ length: 20 }, (_, n) => ({
    ...USUAL,
    value: `g${n}`,
    hours: 100 - n,
  }))
  expect(mapOf(rows, STATE).more).toEqual([4, 0])
  const chosen = mapOf(rows, { ...STATE, value: 'g19' })
  expect(chosen.values.at(-1)?.id).toBe('g19')
  expect(mapOf(rows, { ...STATE, all: true }).more).toEqual([0, 0])
})

test('colours are the same distance on both sides of par', () => {
  expect([25, 75, 90, 100, 110, 140, 400].map(levelOf)).toEqual([-3, -2, -1, 0, 1, 2, 3])
  expect(levelOf(null)).toBe(0)
})

test('a cell is told in words, with its doubt', () => {
  const [crime, music] = mapOf([CRIME, WIDE], STATE).cells.flat()
  const told = (cell: typeof crime) => cell && cellSentence(cell, ['Crime', 'Portugal'], 'demand')
  expect(told(crime)).toMatch(/^Crime, Portugal: demand 300, 4K hours, under-served$/i)
  expect(told(music)).toContain('could be chance')
})

test('the foot of the map counts findings and what may be chance', () => {
  const text = mapSentence([CRIME, WIDE, { ...CRIME, value: 'docs', finding: 'ONE_TITLE' }], STATE)
  expect(text).toContain('1 cell is under-served: Crime in Portugal (300).')
  expect(text).toContain('1 more looks it, but for one title.')
  expect(text).toContain('The demand of 1 of 3 could be chance.')
})

test('the first finding is shown beside the map until a cell is chosen', () => {
  expect(chosenOf([CRIME, WIDE], STATE)).toBe(CRIME)
  expect(chosenOf([CRIME, WIDE], { ...STATE, value: 'music', in: 'PT' })).toBe(WIDE)
})

test('a trend says its change with what chance allows', () => {
  expect(trendSentence(CRIME)).toContain('+20% (+4% to +38%).')
  expect(trendSentence({ ...CRIME, trendLow: 90 })).toContain('could be chance')
  expect(trendSentence({ ...CRIME, trend: null })).toBeNull()
})
