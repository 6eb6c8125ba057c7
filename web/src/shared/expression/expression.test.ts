import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Expression, Leaf } from './ast'
import { read } from './read'
import { inWords } from './words'
import { write } from './write'

const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '')
const named = fc.record({
  is: fc.constant('named' as const),
  kind: fc.constantFrom('affinity' as const, 'segment' as const, 'list' as const),
  name,
})
const attribute = fc.record({
  is: fc.constant('attribute' as const),
  name,
  value: fc.option(fc.string({ unit: 'grapheme' })),
})
const when = fc.oneof(
  fc.record({ days: fc.integer({ min: 1, max: 999 }).map(String) }),
  fc.record({ since: fc.constant('2026-01-05'), until: fc.constant('2026-02-05T10:15') }),
  fc.constant({}),
)
const subject = fc.constantFrom('title' as const, 'genre' as const, 'tag' as const)
const rule = fc
  .tuple(fc.constantFrom('viewed' as const, 'completed' as const), subject, name, when)
  .map(([verb, key, value, time]) => ({
    is: 'rule' as const,
    name: verb,
    given: { [key]: value, at_least: '3', ...time },
  }))
const compared = fc
  .tuple(when, fc.constantFrom('>=' as const, '>' as const, '<=' as const, '<' as const))
  .map(([given, sign]) => ({
    is: 'rule' as const,
    name: 'hours' as const,
    given: given,
    bound: { sign, number: '0.5' },
  }))
const leaf: fc.Arbitrary<Leaf> = fc.oneof(named, attribute, rule, compared)

/** And and Or are flat, and have two terms or more. */
const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ is: fc.constant('not' as const), term: tie('expression') }),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
      )
      .map(([is, terms]) => ({
        is,
        terms: terms.flatMap((term) => (term.is === is ? term.terms : [term])),
      })),
  ),
}))

test('an expression is the same when written and read', () => {
  fc.assert(
    fc.property(expression, (one) => {
      expect(read(write(one))).toEqual(one)
    }),
  )
})

test('any text is either read or rejected', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const found = read(text)
      if (found) expect(read(write(found))).toEqual(found)
    }),
  )
  expect(read('('.repeat(5000))).toBeNull()
})

test.each([
  [
    'affinity:heist-thrillers AND NOT segment:lapsed',
    'affinity:heist-thrillers and not segment:lapsed',
  ],
  ['list:a or list:b and list:c', 'list:a or list:b and list:c'],
  ['(list:a or list:b) and list:c', '(list:a or list:b) and list:c'],
  ['viewed( at_least=3 , genre=crime )', 'viewed(genre=crime, at_least=3)'],
  ['hours(days=28)>=10', 'hours(days=28) >= 10'],
  ['attr:country=null and not (list:"our guests")', 'attr:country=null and not list:"our guests"'],
  ['not not list:a', 'not not list:a'],
])('%s has the canonical form %s', (text, usual) => {
  const found = read(text)
  expect(found && write(found)).toBe(usual)
})

test.each([
  '',
  'heist-thrillers',
  'affinity:a and',
  'attr:country',
  'viewd(genre=crime)',
  'viewed(genre=crime, genre=drama)',
  'viewed(genre=crime, title=t1)',
  'viewed(genre=null)',
  'hours(days=28)',
  'mood:calm',
  'list:a list:b',
])('%s is rejected', (text) => {
  expect(read(text)).toBeNull()
})

const names = {
  audience: (full: string) =>
    full.replace(/^.*:/, '').replace('heist-thrillers', 'Heist Thrillers'),
  title: () => 'The Hollow Door',
  asset: (id: string) => id,
}

test.each([
  ['affinity:heist-thrillers', 'People who are in Heist Thrillers'],
  [
    'affinity:heist-thrillers and (attr:age_band=18-24 or attr:age_band=25-34) and viewed(genre=crime, at_least=3, days=28) and not segment:lapsed',
    'People who are in Heist Thrillers, whose age band is 18–24 or 25–34, who watched crime 3 times or more in the last 28 days, and who are not lapsed',
  ],
  [
    'not (attr:country=DE or attr:country=FR)',
    'People whose country is neither Germany nor France',
  ],
  ['hours(genre=drama) < 0.5', 'People who watched under 0.5 hours of drama'],
  [
    'share(tag=noir, days=28) >= 0.3',
    'People who spent 30% or more of their hours on noir in the last 28 days',
  ],
  [
    'completed(title=t1) or list:vip',
    'People who finished The Hollow Door or who are on the list vip',
  ],
])('%s has words', (text, said) => {
  const found = read(text)
  expect(found && inWords(found, names)).toBe(said)
})
