import fc from 'fast-check'
import { expect, test } from 'vitest'

import { type Leaf, read, write } from '@/shared/expression'

import { changed, type Clause, clausesOf, operatorOf, ruleOf, steps, textOf } from './clauses'

const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '')
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({
    is: fc.constant('named' as const),
    kind: fc.constantFrom('affinity' as const, 'segment' as const, 'list' as const),
    name,
  }),
  fc.record({ is: fc.constant('attribute' as const), name, value: fc.option(name) }),
  fc.record({
    is: fc.constant('rule' as const),
    name: fc.constantFrom('viewed' as const, 'completed' as const),
    given: fc.record({ genre: name, at_least: fc.constant('3') }),
  }),
  fc.record({
    is: fc.constant('rule' as const),
    name: fc.constant('hours' as const),
    given: fc.record({ days: fc.constant('28') }),
    bound: fc.record({
      sign: fc.constantFrom('>=' as const, '<' as const),
      number: fc.constant('10'),
    }),
  }),
)
const clause: fc.Arbitrary<Clause> = fc.record({
  not: fc.boolean(),
  any: fc.array(leaf, { minLength: 1, maxLength: 4 }),
})
const clauses = fc.array(clause, { minLength: 1, maxLength: 5 })

test('clauses written as text are read as the same clauses', () => {
  fc.assert(
    fc.property(clauses, (given) => {
      const rule = read(textOf(given))
      expect(rule && clausesOf(rule)).toEqual(given)
    }),
  )
})

test('a text of clauses is the text of its rule', () => {
  fc.assert(
    fc.property(clauses, (given) => {
      const rule = ruleOf(given)
      const again = rule && clausesOf(rule)
      expect(again && textOf(again)).toBe(rule && write(rule))
    }),
  )
})

test('each step is the text of the clauses up to it', () => {
  fc.assert(
    fc.property(clauses, (given) => {
      const left = steps(given)
      expect(left).toHaveLength(given.length)
      expect(left.at(-1)).toBe(textOf(given))
    }),
  )
})

test.each([
  'not (list:a and list:b)',
  'list:a and (list:b or list:c and list:d)',
  'not not list:a',
  'list:a or not list:b',
])('%s is nested too deeply for clauses, and stays text', (text) => {
  const rule = read(text)
  expect(rule && clausesOf(rule)).toBeNull()
  expect(rule && write(rule)).toBe(text)
})

test('clauses have operators', () => {
  const part: Leaf = { is: 'named', kind: 'list', name: 'a' }
  const said = (not: boolean, many: boolean, first: boolean) =>
    operatorOf({ not, any: many ? [part, part] : [part] }, first)
  expect(said(false, false, true)).toBe('in')
  expect(said(false, true, false)).toBe('and any of')
  expect(said(true, false, false)).toBe('and not')
  expect(said(true, true, false)).toBe('and none of')
})

test('a clause without parts is removed', () => {
  const part: Leaf = { is: 'named', kind: 'list', name: 'a' }
  const one: Clause = { not: false, any: [part] }
  expect(changed([one, one], 0, { not: false, any: [] })).toEqual([one])
  expect(textOf([])).toBe('')
})
