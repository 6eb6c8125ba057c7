import { expect, test } from 'vitest'

import { ServiceError } from '@/shared/api'
import { read } from '@/shared/url'

import { bucketName } from './answer'
import { blameOf, corrected } from './blame'
import { turned, withoutMeasure } from './changes'
import { answerOf, VOCABULARY } from './made.testing'
import { pictureOf } from './picture'
import { answered, said } from './sentence'
import { QUESTION } from './state'

const RATE = { take_rate: 'MEASURE', take_rate_low: 'BOUND', take_rate_high: 'BOUND' } as const

const RATIO = { kind: 'RATIO', hidden: 50 } as const

test('the answer names the best, and whether its lead could be chance', () => {
  const sure = answerOf({ country: 'KEY', ...RATE }, [
    ['DE', 0.12, 0.11, 0.13],
    ['LU', 0.08, 0.05, 0.1],
  ])
  expect(answered(sure, 'take_rate', '')).toBe(
    'Germany has the highest take rate, 12.0%; Luxembourg the lowest, 8.0%.',
  )
  const unsure = answerOf({ country: 'KEY', ...RATE }, [
    ['DE', 0.12, 0.11, 0.13],
    ['LU', 0.118, 0.1, 0.14],
  ])
  expect(answered(unsure, 'take_rate', '')).toContain('over Luxembourg could be chance')
})

test('over time only complete intervals are compared', () => {
  const answer = answerOf({ time: 'TIME', reach: 'MEASURE', complete: 'COMPLETE' }, [
    ['2026-11-02T00:00:00+00:00', 100, true],
    ['2026-11-09T00:00:00+00:00', 150, true],
    ['2026-11-16T00:00:00+00:00', 3, false],
  ])
  expect(answered(answer, 'reach', 'week')).toBe('Reach went from 100 to 150, 50% more.')
})

test('groups over time are compared in the last complete interval', () => {
  const answer = answerOf({ phase: 'KEY', time: 'TIME', reach: 'MEASURE', complete: 'COMPLETE' }, [
    ['explore', '2026-11-09T00:00:00+00:00', 150, true],
    ['exploit', '2026-11-09T00:00:00+00:00', 170, true],
    ['explore', '2026-11-16T00:00:00+00:00', 9, false],
  ])
  expect(answered(answer, 'reach', 'week')).toBe(
    'Most recently, in the week of Nov 9: exploit has the highest reach, 170; explore the lowest, 150.',
  )
})

test('a question has a sentence', () => {
  expect(said({ measures: ['take_rate', 'reach'], by: ['country'], grain: 'week' })).toBe(
    'Take rate and reach by country, week by week',
  )
})

test('hidden groups are counted and drawn as such', () => {
  const answer = answerOf(
    { country: 'KEY', device: 'KEY', ...RATE, reach: 'MEASURE', suppressed: 'SUPPRESSED' },
    [
      ['DE', 'tv', 0.12, 0.11, 0.13, 4000, null],
      ['DE', 'web', 0.06, 0.05, 0.07, 4000, null],
      ['LU', 'web', 0.06, 0.02, 0.1, 100, null],
      [null, null, null, null, null, null, 1],
    ],
  )
  expect(answer.suppressed).toBe(1)
  const picture = pictureOf(answer, 'take_rate', RATIO)
  if (picture?.kind !== 'heat') throw new Error('It is no heatmap.')
  const states = picture.data.cells.map((row) => row.map(({ state }) => state))
  expect(states).toEqual([
    ['clear', 'clear'],
    ['few', 'suppressed'],
  ])
  expect(picture.data.rows[0]?.mean).toBeCloseTo(0.09)
})

test('sums are drawn as shares of columns, beside those of all', () => {
  const answer = answerOf({ genre: 'KEY', device: 'KEY', hours_viewed: 'MEASURE' }, [
    ['drama', 'tv', 60],
    ['drama', 'web', 40],
    ['comedy', 'tv', 10],
    ['comedy', 'web', 10],
  ])
  const picture = pictureOf(answer, 'hours_viewed', { kind: 'SUM', hidden: 50 })
  if (picture?.kind !== 'heat') throw new Error('It is no heatmap.')
  const { columns, rows, cells } = picture.data
  expect(columns.map(({ name }) => name)).toEqual(['drama', 'comedy'])
  expect(rows.map(({ id, mean }) => [id, mean])).toEqual([
    ['tv', 70 / 120],
    ['web', 50 / 120],
  ])
  expect(cells.map((row) => row.map(({ estimate }) => estimate.value))).toEqual([
    [0.6, 0.5],
    [0.4, 0.5],
  ])
  expect(pictureOf(answer, 'hours_viewed', { kind: 'PEOPLE', hidden: 50 })).toBeNull()
})

test('one group has no chart, and many are cut with a note', () => {
  const rows = Array.from({ length: 30 }, (_, n) => [`c${n}`, n, null, null])
  const picture = pictureOf(answerOf({ country: 'KEY', ...RATE }, rows), 'take_rate', RATIO)
  expect(picture?.cut).toBe('The first 20 of 30 rows.')
  expect(
    pictureOf(answerOf({ country: 'KEY', ...RATE }, [['DE', 1, 1, 1]]), 'take_rate', RATIO),
  ).toBeNull()
})

test('an error points at its name, and a click corrects it', () => {
  const state = read(QUESTION, 'measures=reech,take_rate&order=-reech')
  const error = new ServiceError("There is no measure 'reech'.", {
    code: 'unknown_name',
    hint: "Did you mean 'reach' or 'frequency'?",
  })
  const blame = blameOf(error, state)
  expect(blame).toMatchObject({ word: 'reech', part: 'measures', meant: ['reach', 'frequency'] })
  expect(blame && corrected(state, blame, 'reach')).toEqual({
    measures: ['reach', 'take_rate'],
    order: ['-reach'],
  })
})

test('removing a measure removes its range and its order', () => {
  const state = read(
    QUESTION,
    'measures=reach,plays&having=reach:5..&order=-reach,plays&draw=reach',
  )
  expect(withoutMeasure(state, 'reach')).toEqual({
    measures: ['plays'],
    having: {},
    order: ['plays'],
    draw: '',
  })
  expect(turned(['-reach', 'country'], 'country', true)).toEqual(['-country', '-reach'])
})

test('names that do not fit together are disabled with the reason', () => {
  const [reach, , starts] = VOCABULARY.measures
  const asset = VOCABULARY.dimension('asset')
  if (!reach || !starts || !asset) throw new Error('They are not there.')
  expect(VOCABULARY.refusesMeasure(starts, ['asset'])).toBe('Not by asset')
  expect(VOCABULARY.refusesMeasure(reach, ['asset'])).toBeNull()
  expect(VOCABULARY.refusesDimension(asset, ['starts'])).toBe('Not available for viewing measures')
  expect(VOCABULARY.dimension('plan')?.name).toBe('profile.plan')
  expect(VOCABULARY.isNamed('audience:affinity')).toBe(true)
})

test('time intervals are named in the zone of the question', () => {
  expect(bucketName('2026-03-02T00:00:00+01:00', 'quarter')).toBe('Q1 2026')
  expect(bucketName('2026-03-02T00:00:00+01:00', 'week')).toBe('Week of Mar 2')
  expect(bucketName('2026-03-01T00:00:00-05:00', 'year')).toBe('2026')
})
