import { expect, test } from 'vitest'

import { cellOf, heatOf } from './audiences'
import { bandOf, coursesOf, usualGrain } from './courses'
import { moved } from './days'
import { figuresOf, rowsBy, together } from './figures'
import { asset, audience, comparison, evidence, figures, FIGURES, VIEW } from './invented'
import { judge, UNJUDGED } from './judged'
import { placedOf } from './placed'
import { filtersOf, isRandom } from './state'
import { bestOf } from './whom'

const rows = rowsBy(
  {
    columns: [{ name: 'phase' }, { name: 'asset' }, { name: 'reach' }, { name: 'suppressed' }],
    rows: [
      ['explore', 'a', 10, null],
      [null, null, null, 2],
    ],
  },
  ['phase', 'asset'],
)

test('rows are found by their dimension values, and missing ones may be suppressed', () => {
  expect(rows.get('explore\ta')?.value('reach')).toBe(10)
  expect(rows.get('explore\tb')?.value('reach')).toBeNull()
  expect(rows.get('explore\tb')?.suppressed).toBe('too_few_people')
  expect(rows.size).toBe(1)
})

test('rates of several assets are those of all their people', () => {
  expect(together([...FIGURES.values()], 'completions', 'completion_known')).toBeCloseTo(
    1560 / 3000,
  )
  expect(together([], 'completions', 'completion_known')).toBeNull()
})

const courses = coursesOf(
  {
    times: ['2026-11-01T00:00:00+00:00', '2026-11-02T00:00:00+00:00'],
    complete: [true, false],
    lines: [
      { key: ['a'], measure: 'watch_seconds_per_profile', values: [120, null] },
      { key: ['a'], measure: 'watch_seconds_per_profile_low', values: [60, null] },
    ],
    meta: {
      answeredBy: 'native',
      reason: '',
      exact: true,
      errorBound: 0,
      confidence: 1,
      ms: 1,
      asOf: null,
      completeUntil: null,
      version: 1,
      notes: [],
    },
  },
  'watch_seconds_per_profile',
)

test('seconds are minutes in charts, and incomplete steps are known', () => {
  expect(courses.of('a')).toEqual([
    { value: 2, low: 1, high: null },
    { value: null, low: null, high: null },
  ])
  expect(courses.complete).toBe(1)
  expect(courses.of('b')).toBeNull()
})

test('a chart over time hatches from the first incomplete step, and colours judged assets', () => {
  const data = bandOf({
    courses,
    measure: 'watch_seconds_per_profile',
    assets: [asset('a'), asset('b')],
    letterOf: (id) => id.toUpperCase(),
    judged: new Map([['a', { ...UNJUDGED, tone: 'win' }]]),
  })
  expect(data.completeUntil).toBe('2026-11-02T00:00:00+00:00')
  expect(data.lines.map(({ letter, tone }) => [letter, tone])).toEqual([['A', 'win']])
})

test('long ranges go by weeks and short ones by hours', () => {
  expect(usualGrain(null, null)).toBe('week')
  expect(usualGrain('2026-11-01', '2026-11-29')).toBe('day')
  expect(usualGrain('2026-11-01', '2026-11-02')).toBe('hour')
})

test('days go back and forth, and not beyond the data', () => {
  const asOf = '2026-11-28T23:45:00+00:00'
  const none = { since: null, until: null }
  expect(moved(none, asOf, -1)).toEqual({ since: '2026-11-28', until: '2026-11-29' })
  expect(moved({ since: '2026-11-01', until: '2026-11-08' }, asOf, -1)).toEqual({
    since: '2026-10-31',
    until: '2026-11-07',
  })
  expect(moved({ since: '2026-11-28', until: '2026-11-29' }, asOf, 1)).toBeNull()
  expect(moved(none, null, 1)).toBeNull()
})

test('only random impressions count by default, where there are any', () => {
  const phase = (...values: string[]) => [{ dimension: 'phase', values }]
  expect(isRandom(filtersOf(phase('explore', 'exploit')).usual)).toBe(true)
  expect(filtersOf(phase('exploit')).usual).toEqual({})
  expect(isRandom({ phase: { values: ['explore'], not: true } })).toBe(false)
})

test('a cell is certain if its interval excludes the mean of the audience', () => {
  const all = figuresOf({ take_rate: 0.08 })
  const state = (cell: Parameters<typeof cellOf>[0]) => cellOf(cell, all, 'take_rate').state
  expect(state(figures(1000, 120, 60))).toBe('clear')
  expect(state(figures(1000, 84, 60))).toBe('unsure')
  expect(state(figures(100, 12, 6))).toBe('few')
  expect(state(figuresOf({ suppressed: 'too_few_people' }))).toBe('suppressed')
  expect(state(null)).toBe('none')
})

test('the best of an audience is framed only where that is certain', () => {
  const given = evidence()
  const known = {
    figures: FIGURES,
    compared: FIGURES,
    norms: new Map(),
    judged: judge(given),
    evidence: given,
  }
  const { cards } = placedOf({ assets: given.assets, known, view: VIEW, letters: new Map() })
  const all = figuresOf({ take_rate: 0.08 })
  const framed = (probability: number, rate: number) => {
    const of = (asset: string) => figures(1000, asset === 'b' ? rate * 1000 : 80, 40)
    const rows = [{ audience: 'affinity:heist-thrillers', name: 'Heist Thrillers', all, of }]
    const effects = [audience('b', ['b'], probability)]
    const { cells } = heatOf({ rows, cards, measure: 'take_rate', effects, hidden: 50 })
    return cells[0]?.flatMap(({ best }, at) => (best ? [cards[at]?.asset.assetId] : []))
  }
  expect(framed(0.97, 0.12)).toEqual(['b'])
  expect(framed(0.8, 0.12)).toEqual([])
  expect(framed(0.97, 0.084)).toEqual([])
})

test('the best for an audience is compared with the overall leader', () => {
  const given = evidence({ comparison: comparison({ audiences: [audience('b', ['b'])] }) })
  const known = {
    figures: FIGURES,
    compared: FIGURES,
    norms: new Map(),
    judged: judge(given),
    evidence: given,
  }
  const { cards } = placedOf({ assets: given.assets, known, view: VIEW, letters: new Map() })
  const [best] = bestOf(given.comparison, cards)
  expect(best?.card.asset.assetId).toBe('b')
  expect(best?.ahead).toBeCloseTo(0.06)
  expect(best?.sure).toBe(true)
})
