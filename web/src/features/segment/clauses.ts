import type { Expression, Leaf } from '@/shared/expression'
import { write } from '@/shared/expression'

/** A line of a rule: people must match any of its parts, or none of them. */
export interface Clause {
  readonly not: boolean
  /** One or more. */
  readonly any: readonly Leaf[]
}

/**
 * Return a rule as clauses that must all hold; null where it is nested too deeply for clauses.
 */
export function clausesOf(expression: Expression): readonly Clause[] | null {
  const terms = expression.is === 'and' ? expression.terms : [expression]
  const clauses = terms.map(clauseOf)
  return clauses.every((one) => one !== null) ? clauses : null
}

function clauseOf(term: Expression): Clause | null {
  if (term.is === 'not') {
    const any = partsOf(term.term)
    return any && { not: true, any }
  }
  const any = partsOf(term)
  return any && { not: false, any }
}

/** Return the alternatives of a term; null where one of them is nested. */
function partsOf(term: Expression): readonly Leaf[] | null {
  if (term.is !== 'or') return isLeaf(term) ? [term] : null
  return term.terms.every(isLeaf) ? term.terms : null
}

function isLeaf(term: Expression): term is Leaf {
  return term.is === 'named' || term.is === 'attribute' || term.is === 'rule'
}

/** Return the rule of clauses; null without any. */
export function ruleOf(clauses: readonly Clause[]): Expression | null {
  const terms = clauses.map(termOf)
  const [first] = terms
  if (!first) return null
  return terms.length === 1 ? first : { is: 'and', terms }
}

function termOf({ not, any }: Clause): Expression {
  const [only] = any
  const inside: Expression = any.length === 1 && only ? only : { is: 'or', terms: any }
  return not ? { is: 'not', term: inside } : inside
}

/** Return clauses as text; empty without any. */
export function textOf(clauses: readonly Clause[]): string {
  const rule = ruleOf(clauses)
  return rule ? write(rule) : ''
}

/** Return the text of the rule up to each clause. */
export function steps(clauses: readonly Clause[]): readonly string[] {
  return clauses.map((_, n) => textOf(clauses.slice(0, n + 1)))
}

/** Return the operator before a clause: "in", "and any of", "and not". */
export function operatorOf({ not, any }: Clause, first: boolean): string {
  const several = any.length > 1
  if (first) return not ? (several ? 'in none of' : 'not in') : several ? 'in any of' : 'in'
  return not ? (several ? 'and none of' : 'and not') : several ? 'and any of' : 'and'
}

/** Return the clauses with one changed, or removed if it has no parts. */
export function changed(clauses: readonly Clause[], at: number, clause: Clause): readonly Clause[] {
  const next = clauses.map((one, n) => (n === at ? clause : one))
  return next.filter(({ any }) => any.length > 0)
}
