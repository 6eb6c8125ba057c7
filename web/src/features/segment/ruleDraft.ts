import { type ArgumentName, formOf, type Given, type Rule, type Subject } from '@/shared/expression'

/** Return a rule with some arguments changed; empty ones are removed. */
export function with_(rule: Rule, changes: Given): Rule {
  const given = Object.fromEntries(
    Object.entries({ ...rule.given, ...changes }).filter(([, value]) => value !== ''),
  ) as Given
  return { ...rule, given }
}

/** Return the subject of a rule; null: anything. */
export function subjectIn({ name, given }: Rule): Subject | null {
  return formOf(name).subjects.find((subject) => given[subject] !== undefined) ?? null
}

/** Return whether a rule is complete, so that the service accepts it. */
export function isWhole({ name, given, bound }: Rule): boolean {
  const { subjects, needsSubject = false, further } = formOf(name)
  if (subjects.some((subject) => given[subject]?.trim() === '')) return false
  if (needsSubject && !subjects.some((subject) => given[subject])) return false
  if (given.at_least !== undefined && !isCount(given.at_least, 999_999_999)) return false
  if (given.days !== undefined && !isCount(given.days, 36_500)) return false
  const daysAlone = further.length === 1
  if (daysAlone && given.days === undefined) return false
  if (given.since && given.until && given.since >= given.until) return false
  return !bound || isNumber(bound.number, name === 'share' ? 1 : 999_999_999)
}

function isCount(text: string, most: number): boolean {
  return /^[0-9]{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= most
}

function isNumber(text: string, most: number): boolean {
  return /^[0-9]{1,9}(\.[0-9]{1,6})?$/.test(text) && Number(text) <= most
}

/** The kinds of time in a rule. */
export type When = 'ever' | 'days' | 'dates'

export function whenOf({ given: { days, since, until } }: Rule): When {
  if (days !== undefined) return 'days'
  return since === undefined && until === undefined ? 'ever' : 'dates'
}

const TIMES: readonly ArgumentName[] = ['days', 'since', 'until']

/** Return a rule with another kind of time, at its default. */
export function saidBy(rule: Rule, when: When, today: string): Rule {
  const none = Object.fromEntries(TIMES.map((name) => [name, '']))
  if (when === 'days') return with_(rule, { ...none, days: '28' })
  return with_(rule, when === 'dates' ? { ...none, since: today } : none)
}
