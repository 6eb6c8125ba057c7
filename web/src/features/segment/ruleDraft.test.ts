import { expect, test } from 'vitest'

import { read, type Rule } from '@/shared/expression'

import { isWhole, saidBy, subjectIn, whenOf, with_ } from './ruleDraft'
import { BEGUN } from './ruleWords'

function rule(text: string): Rule {
  const found = read(text)
  if (found?.is !== 'rule') throw new Error(text)
  return found
}

test('arguments are changed and removed', () => {
  const viewed = rule('viewed(genre=crime, at_least=3)')
  expect(with_(viewed, { at_least: '' })).toEqual(rule('viewed(genre=crime)'))
  expect(subjectIn(viewed)).toBe('genre')
  expect(subjectIn(rule('viewed(days=2)'))).toBeNull()
})

test('a rule has one kind of time', () => {
  const viewed = rule('viewed(genre=crime, days=7)')
  expect(whenOf(viewed)).toBe('days')
  const dated = saidBy(viewed, 'dates', '2026-09-01')
  expect(dated).toEqual(rule('viewed(genre=crime, since=2026-09-01)'))
  expect(saidBy(dated, 'ever', '')).toEqual(rule('viewed(genre=crime)'))
})

test.each([
  ['share(genre=drama) >= 0.3', true],
  ['hours(days=28) >= 10', true],
  ['viewed(since=2026-02-01, until=2026-01-01)', false],
  ['viewed(at_least=0)', false],
])('%s is whole: %s', (text, whole) => {
  expect(isWhole(rule(text))).toBe(whole)
})

test('default rules are complete, but a share needs a subject', () => {
  for (const begun of Object.values(BEGUN)) expect(isWhole(begun)).toBe(begun.name !== 'share')
  expect(isWhole(with_(BEGUN.new, { days: '' }))).toBe(false)
})
