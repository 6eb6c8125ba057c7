import { expect, test } from 'vitest'

import type { LineUpItem } from './data'
import { standOnFloors } from './floors'

const place = (value: number) => value * 1000

function item(id: string, value: number, half: number, more: Partial<LineUpItem> = {}): LineUpItem {
  return {
    id,
    name: id,
    letter: id,
    image: null,
    estimate: { value, low: value - half, high: value + half },
    people: 1000,
    ...more,
  }
}

function floors(items: readonly LineUpItem[]): Record<string, number | null> {
  return Object.fromEntries(
    standOnFloors(items, place).map(({ item: { id }, floor }) => [id, floor]),
  )
}

test('items that are far apart are on the ruler', () => {
  expect(floors([item('a', 0.1, 0.01), item('b', 0.3, 0.01)])).toEqual({ a: 0, b: 0 })
})

test('neither pictures nor intervals overlap', () => {
  expect(floors([item('a', 0.1, 0.01), item('b', 0.12, 0.01)])).toEqual({ b: 0, a: 1 })
  expect(floors([item('a', 0.1, 0.08), item('b', 0.2, 0.08)])).toEqual({ b: 0, a: 1 })
})

test('many wide intervals share floors as long as pictures have room', () => {
  const wide = ['a', 'b', 'c', 'd', 'e'].map((id, n) => item(id, 0.1 + n * 0.1, 0.3))
  expect(Object.values(floors(wide)).every((floor) => floor !== null && floor < 3)).toBe(true)
})

test('judged items choose first, and items without enough data are above', () => {
  const few = item('few', 0.5, 0.01, { tone: 'few' })
  const won = item('won', 0.1, 0.01, { tone: 'win' })
  expect(floors([item('a', 0.12, 0.01), won, few])).toEqual({ few: 2, a: 1, won: 0 })
})
