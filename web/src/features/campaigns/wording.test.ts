import { expect, test } from 'vitest'

import { exportCommand } from './campaign/command'
import { doubtOf, powerCurve, sizesOf } from './planWording'
import { kept, missingOf, type PlanState, previewed, spanOfPlan } from './state'
import { differenceWords, meanWords, movedWords, stateWords } from './wording'

const START = '2026-11-18T00:00:00Z'
const END = '2026-12-02T00:00:00Z'
const DAY_7 = Date.parse('2026-11-24T12:00:00Z')

const PLAN: PlanState = {
  name: 'spring-heist',
  title: 't1',
  segment: 'segment:binge',
  audiences: [],
  holdout: 0.1,
  primary: 'viewers',
  start: '2026-11-18',
  end: '2026-12-02',
  purpose: 'Win back',
  recipient: 'Braze',
  by: '',
}

test('the state says how far a campaign is', () => {
  const at = { start: START, end: END }
  expect(stateWords({ ...at, state: 'RUNNING' }, DAY_7)).toBe('Running, day 7 of 14')
  expect(stateWords({ ...at, state: 'DRAFT' }, DAY_7)).toBe('Draft, needs approval')
  expect(stateWords({ ...at, state: 'APPROVED' }, DAY_7)).toMatch(/^Approved, was to start/)
})

test('figures have their unit and their interval', () => {
  const difference = { value: 0.029, low: 0.01, high: 0.048 }
  expect(differenceWords('VIEWERS', difference)).toBe('+2.9 points (+1.0 to +4.8)')
  expect(meanWords('HOURS_VIEWED', 2.43)).toBe('2.43 h')
  expect(meanWords('VIEWERS', 0.331)).toBe('33.1%')
})

test('viewing that is only shifted is called so', () => {
  const effect = (ofTitle: boolean, low: number) => ({
    measure: 'HOURS_VIEWED' as const,
    ofTitle,
    treated: 2.4,
    heldOut: 2.2,
    difference: { value: 0.2, low, high: 0.3 },
    ratio: { value: 0.1, low, high: 0.2 },
    varianceReduced: null,
  })
  const said = (low: number) =>
    movedWords({ effects: [effect(true, 0.1), effect(false, low)], reasons: [] }, 'Night Walk')[0]
  expect(said(-0.1)).toBe('It may only have shifted viewing from other titles.')
  expect(said(0.1)).toBe('It moved viewing: people watched more in all.')
})

test('a plan says what it lacks, and is previewed before it has a name', () => {
  expect(missingOf({ ...PLAN, name: ' ', recipient: '' })).toEqual([
    'a name',
    'who gets the members',
  ])
  expect(kept({ ...PLAN, name: '' })).toBeNull()
  expect(previewed({ ...PLAN, name: '' })?.segment).toBe('segment:binge')
  expect(previewed({ ...PLAN, end: '2026-11-18' })).toBeNull()
  expect(kept(PLAN)?.purpose).toBe('Win back')
  expect(spanOfPlan({ start: null, end: null }, '2026-12-02')).toEqual({
    start: '2026-12-03',
    end: '2026-12-17',
  })
})

test('a subtraction is left out where it would reveal few people', () => {
  const leftOut = { capped: 0, quiet: 30, control: null }
  const { whole, inside, left } = sizesOf({ people: 90, heldOut: 10, leftOut })
  expect([whole, inside]).toEqual([null, 100])
  expect(left.map(({ people }) => people)).toEqual([30, null])
})

const HOLDOUTS = [
  { holdout: 0.1, minimumEffect: 0.52 },
  { holdout: 0.2, minimumEffect: 0.31 },
  { holdout: 0.5, minimumEffect: 0.18 },
]
const SMALL = { minimumEffect: 0.523, baseline: 0.1, heldOut: 400, holdout: 0.1 }

test('a plan that is too small says what would do', () => {
  expect(doubtOf({ ...SMALL, holdouts: HOLDOUTS })).toEqual([
    'Few campaigns change that much.',
    'Hold out 50% to see +18% or more.',
  ])
  expect(doubtOf({ ...SMALL, holdouts: HOLDOUTS.slice(0, 2) })?.[1]).toBe(
    'Even with 20% held out you would only see +31% or more. Choose a larger segment, or run it longer.',
  )
  expect(doubtOf({ ...SMALL, minimumEffect: null, holdouts: [] })?.[1]).toBe(
    'Choose a larger segment, or run it longer.',
  )
  expect(doubtOf({ ...SMALL, minimumEffect: 0.06, holdouts: HOLDOUTS })).toBeNull()
})

test('the curve of a plan goes through the plan', () => {
  const curve = powerCurve({ ...SMALL, holdouts: HOLDOUTS })
  expect(curve?.points.map((point) => point.minimumEffect)).toEqual([0.523, 0.31, 0.18])
  expect(curve?.label).toBe('+53% or more')
  expect(powerCurve({ ...SMALL, minimumEffect: null, holdouts: HOLDOUTS })?.now).toBeNull()
  expect(powerCurve({ ...SMALL, holdouts: [] })).toBeNull()
})

test('the name of a campaign is one word of the command', () => {
  expect(exportCommand('spring-heist')).toContain('my.keyart spring-heist --match')
  expect(exportCommand('it’s "on"')).toContain(`'it’s "on"'`)
})
