import { expect, test } from 'vitest'

import { byFirstExposure } from './exposures'
import { arm, asset, comparison, evidence, FIGURES, VIEW } from './invented'
import { placedOf } from './placed'

const HELD = { measure: 'completion_rate', state: 'HELD' as const }

/** A compared by first exposure: fewer people than all that it was shown to. */
const COMPARED = comparison({
  basis: 'ADJUSTED',
  arms: [
    {
      ...arm('a', 0.09),
      people: 8000,
      adjusted: { value: 0.085, low: 0.08, high: 0.09 },
      guardrails: [{ ...HELD, rate: { value: 0.66, low: 0.6, high: 0.7 } }],
    },
  ],
})

test('compared assets have the figures of the comparison, on the basis of its verdict', () => {
  const figures = byFirstExposure(FIGURES, COMPARED)
  expect(figures.get('a')?.estimate('take_rate')).toEqual({ value: 0.085, low: 0.08, high: 0.09 })
  expect(figures.get('a')?.value('reach')).toBe(8000)
  expect(figures.get('a')?.value('viewers')).toBe(720)
  expect(figures.get('a')?.value('completion_rate')).toBe(0.66)
  expect(figures.get('b')).toBe(FIGURES.get('b'))
  expect(byFirstExposure(FIGURES, null)).toBe(FIGURES)
})

test('cards say which exposures their figure counts; all exposures are a choice', () => {
  const given = evidence({ comparison: COMPARED })
  const known = {
    figures: FIGURES,
    compared: byFirstExposure(FIGURES, COMPARED),
    norms: new Map(),
    judged: new Map(),
    evidence: given,
  }
  const shown = (view: Partial<typeof VIEW>) =>
    placedOf({
      assets: [asset('a'), asset('b')],
      known,
      view: { ...VIEW, ...view },
      letters: new Map(),
    }).cards.map(({ asset: { assetId }, exposures, estimate }) => [
      assetId,
      exposures,
      estimate.value,
    ])
  expect(shown({})).toEqual([
    ['a', 'first', 0.085],
    ['b', 'all', 0.08],
  ])
  expect(shown({ exposures: 'all' })[0]).toEqual(['a', 'all', 0.1])
  const [watch] = shown({ sort: 'watch_seconds_per_profile' })
  expect(watch?.[1]).toBe('all')
})
