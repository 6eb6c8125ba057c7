import { expect, test } from 'vitest'

import { definitionOf, standouts } from './describing'

const names = {
  audience: (name: string) => name,
  title: (id: string) => id,
  asset: (id: string) => id,
}
const audience = {
  name: 'affinity:heist-thrillers',
  kind: 'AFFINITY' as const,
  note: 'Heist Thrillers',
  profiles: 14184,
  suppressed: null,
  text: null,
  owner: null,
  readyMade: false,
  madeOf: [],
  usedBy: [],
  tags: ['heist', 'vault', 'casino', 'crew', 'double cross'],
  growth: [],
  history: [],
}

function index(value: number, half: number) {
  return { index: value, low: value - half, high: value + half }
}

test('an audience is defined in words', () => {
  expect(definitionOf(audience, names)).toContain('over-index on heist, vault, casino and crew')
  const segment = { ...audience, kind: 'SEGMENT' as const, text: 'lapsed(days=28)' }
  expect(definitionOf(segment, names)).toBe('People who have watched, but not in the last 28 days.')
})

test('values beyond chance come first, the lowest last', () => {
  const found = [
    index(300, 10),
    index(160, 80),
    index(140, 5),
    index(99, 3),
    index(60, 4),
    index(50, 60),
  ]
  expect(standouts(found, { high: 2, low: 1 }).map((one) => one.index)).toEqual([300, 140, 60])
  expect(standouts(found, { high: 3, low: 2 }).map((one) => one.index)).toEqual([
    300, 140, 160, 50, 60,
  ])
})
