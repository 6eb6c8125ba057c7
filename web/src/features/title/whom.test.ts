import { expect, test } from 'vitest'

import { asset, CLICKBAIT, evidence, figures } from './invented'
import { MOST_COMPARED, mostMet } from './whom'

const many = [...Array.from({ length: 80 }, (_, n) => asset(`x${n}`)), asset('c')]
const met = new Map(many.map(({ assetId }, n) => [assetId, figures(100 + n, 10, 5)]))

test('of too many assets, those that most people met are compared, without clickbait', () => {
  const chosen = mostMet(many, { figures: met, evidence: evidence({ findings: CLICKBAIT }) })
  expect(chosen).toHaveLength(MOST_COMPARED)
  expect(chosen[0]).toBe('x79')
  expect(chosen.at(-1)).toBe('x30')
})

test('assets that one comparison takes need no choice, nor do those that nobody met', () => {
  const known = { figures: met, evidence: evidence() }
  expect(mostMet(many.slice(0, MOST_COMPARED), known)).toEqual([])
  const nobody = Array.from({ length: 60 }, (_, n) => asset(`unmet${n}`))
  expect(mostMet([...many.slice(0, 10), ...nobody], known)).toEqual([])
})
