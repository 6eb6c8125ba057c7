import { country, day, fixed, listed, number, valueName, words as spaced } from '@/shared/format'

import type { Attribute, Bound, Expression, Leaf, Rule } from './ast'
import { fullName } from './ast'

/** Return the names of audiences, titles and assets. */
export interface Names {
  readonly audience: (name: string) => string
  readonly title: (id: string) => string
  readonly asset: (id: string) => string
}

/** Return an expression in words: "People who are in Heist Thrillers, and whose plan is basic". */
export function inWords(expression: Expression, names: Names): string {
  return `People ${phrase(expression, names)}`
}

function phrase(expression: Expression, names: Names): string {
  switch (expression.is) {
    case 'and': {
      const parts = expression.terms.map((term) => part(term, names))
      return parts.length === 2 ? parts.join(' and ') : commas(parts)
    }
    case 'or':
      return either(expression.terms, names)
    case 'not':
      return negated(expression.term, names)
    default:
      return of(expression, false, names)
  }
}

/** Return a term of a conjunction in words. */
function part(term: Expression, names: Names): string {
  return term.is === 'or' ? either(term.terms, names) : phrase(term, names)
}

function negated(term: Expression, names: Names): string {
  switch (term.is) {
    case 'and':
      return `who are not among those ${phrase(term, names)}`
    case 'or': {
      const same = values(term.terms)
      if (same) return `whose ${attributeName(same.name)} is ${valuesOf(same, 'nor', 'neither ')}`
      return commas(term.terms.map((one) => negated(one, names)))
    }
    case 'not':
      return phrase(term.term, names)
    default:
      return of(term, true, names)
  }
}

function either(terms: readonly Expression[], names: Names): string {
  const same = values(terms)
  if (same) return `whose ${attributeName(same.name)} is ${valuesOf(same, 'or')}`
  return terms.map((term) => phrase(term, names)).join(' or ')
}

interface SameAttribute {
  name: string
  values: readonly (string | null)[]
}

/** Return the values of terms if all are about the same attribute; else null. */
function values(terms: readonly Expression[]): SameAttribute | null {
  const found = terms.filter((term): term is Attribute => term.is === 'attribute')
  const [first] = found
  const same = found.length === terms.length && found.every(({ name }) => name === first?.name)
  return first && same ? { name: first.name, values: found.map(({ value }) => value) } : null
}

function valuesOf({ name, values }: SameAttribute, last: string, first = ''): string {
  return (
    first +
    listed(
      values.map((value) => attributeValue(name, value)),
      last,
    )
  )
}

function commas(parts: readonly string[]): string {
  return parts.length < 2
    ? (parts[0] ?? '')
    : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1) ?? ''}`
}

/** Return the name of an attribute in a sentence: age band. */
export function attributeName(name: string): string {
  return spaced(name).toLowerCase()
}

/** Return the value of an attribute in a sentence. */
export function attributeValue(name: string, value: string | null): string {
  if (value === null) return 'unknown'
  if (name === 'country') return country(value)
  return valueName(name, value).replace(/^(\d+)-(\d+)$/, '$1–$2')
}

function of(leaf: Leaf, not: boolean, names: Names): string {
  switch (leaf.is) {
    case 'named': {
      const verb = not ? 'are not' : 'are'
      const called = names.audience(fullName(leaf))
      if (leaf.kind === 'affinity') return `who ${verb} in ${called}`
      return leaf.kind === 'list' ? `who ${verb} on the list ${called}` : `who ${verb} ${called}`
    }
    case 'attribute': {
      const verb = not ? 'is not' : 'is'
      return `whose ${attributeName(leaf.name)} ${verb} ${attributeValue(leaf.name, leaf.value)}`
    }
    case 'rule':
      return did(leaf, not, names)
  }
}

const VERBS = { saw: 'were shown', viewed: 'watched', completed: 'finished' } as const
const UNDONE = {
  saw: 'were not shown',
  viewed: 'did not watch',
  completed: 'did not finish',
} as const

function did(rule: Rule, not: boolean, names: Names): string {
  const when = timeOf(rule)
  const { name } = rule
  const before = not ? 'who are not among those ' : ''
  switch (name) {
    case 'new':
      return `who were ${not ? 'not ' : ''}first seen${when}`
    case 'lapsed':
      return `${before}who have watched, but not${when}`
    case 'hours':
      return `${before}who watched ${bounded(rule.bound, 'hours')}${of_(rule, names)}${when}`
    case 'share':
      return `${before}who spent ${bounded(rule.bound, 'share')} of their hours on ${subjectOf(rule, names)}${when}`
    default: {
      const verb = (not ? UNDONE : VERBS)[name]
      const what =
        subjectOf(rule, names) ||
        (name === 'viewed' || name === 'completed' ? 'anything' : 'something')
      return `who ${verb} ${what}${timesOf(rule)}${when}`
    }
  }
}

function of_(rule: Rule, names: Names): string {
  const subject = subjectOf(rule, names)
  return subject && ` of ${subject}`
}

/** Return the subject of a rule: crime, The Hollow Door. */
export function subjectOf({ given }: Rule, names: Names): string {
  if (given.title !== undefined) return names.title(given.title)
  if (given.asset !== undefined) return names.asset(given.asset)
  return given.genre ?? given.tag ?? ''
}

/** Return how often: " 3 times or more". */
export function timesOf({ given }: Rule): string {
  const least = given.at_least
  if (least === undefined || least === '1') return ''
  return ` ${number(Number(least))} times or more`
}

/** Return when: " in the last 28 days", " since 1 Sep". */
export function timeOf({ given: { days, since, until } }: Rule): string {
  if (days !== undefined) return ` in the last ${days === '1' ? 'day' : `${days} days`}`
  if (since !== undefined && until !== undefined)
    return ` from ${day(since)} until before ${day(until)}`
  if (since !== undefined) return ` since ${day(since)}`
  return until === undefined ? '' : ` before ${day(until)}`
}

/** Return a bound in words: "10 hours or more", "under 30%". */
export function bounded(bound: Bound | undefined, of: 'hours' | 'share'): string {
  if (!bound) return ''
  const amount = Number(bound.number)
  const text = of === 'share' ? `${number(amount * 100, 1)}%` : hours(amount)
  switch (bound.sign) {
    case '>=':
      return `${text} or more`
    case '>':
      return `over ${text}`
    case '<=':
      return `${text} or less`
    case '<':
      return `under ${text}`
  }
}

function hours(amount: number): string {
  if (amount === 1) return '1 hour'
  return `${Number.isInteger(amount) ? number(amount) : fixed(amount, 1)} hours`
}
