import type { Leaf, Names, Rule, RuleName } from '@/shared/expression'
import {
  attributeName,
  attributeValue,
  bounded,
  fullName,
  subjectOf,
  timeOf,
  timesOf,
} from '@/shared/expression'

/** The names of rules, in the order of the menu. */
export const RULES: Readonly<Record<RuleName, string>> = {
  viewed: 'Watched',
  completed: 'Finished',
  saw: 'Was shown',
  hours: 'Hours watched',
  share: 'Share of hours',
  new: 'New',
  lapsed: 'Lapsed',
}

/** The default of each rule. */
export const BEGUN: Readonly<Record<RuleName, Rule>> = {
  viewed: { is: 'rule', name: 'viewed', given: { days: '28' } },
  completed: { is: 'rule', name: 'completed', given: {} },
  saw: { is: 'rule', name: 'saw', given: { days: '28' } },
  hours: { is: 'rule', name: 'hours', given: { days: '28' }, bound: { sign: '>=', number: '10' } },
  share: { is: 'rule', name: 'share', given: {}, bound: { sign: '>=', number: '0.3' } },
  new: { is: 'rule', name: 'new', given: { days: '28' } },
  lapsed: { is: 'rule', name: 'lapsed', given: { days: '28' } },
}

/** Return the name and the value of a part: "age band", "18–24". */
export function chipOf(leaf: Leaf, names: Names): { name: string; value: string } {
  switch (leaf.is) {
    case 'named': {
      const kind = leaf.kind === 'affinity' ? 'taste' : leaf.kind
      return { name: kind, value: names.audience(fullName(leaf)) }
    }
    case 'attribute':
      return { name: attributeName(leaf.name), value: attributeValue(leaf.name, leaf.value) }
    case 'rule':
      return { name: RULES[leaf.name].toLowerCase(), value: ruleValue(leaf, names) }
  }
}

function ruleValue(rule: Rule, names: Names): string {
  const subject = subjectOf(rule, names)
  const parts = [
    rule.name === 'hours' || rule.name === 'share' ? bounded(rule.bound, rule.name) : '',
    subject && (rule.bound ? (rule.name === 'share' ? `on ${subject}` : `of ${subject}`) : subject),
    timesOf(rule),
    timeOf(rule),
  ]
  const said = parts.map((part) => part.trim()).filter(Boolean)
  return said.length > 0 ? said.join(', ').replace(/, (of|on) /, ' $1 ') : 'anything'
}
