/** Audience expressions as data; see docs/audiences.md. */

/** A named list, segment or affinity. */
export interface Named {
  readonly is: 'named'
  readonly kind: NamedKind
  readonly name: string
}

export type NamedKind = 'affinity' | 'segment' | 'list'

/** Profiles by the value of an attribute; null: missing. */
export interface Attribute {
  readonly is: 'attribute'
  readonly name: string
  readonly value: string | null
}

/** Profiles by what they did: `viewed(genre=crime, at_least=3)`, `hours(days=28) >= 10`. */
export interface Rule {
  readonly is: 'rule'
  readonly name: RuleName
  readonly given: Given
  readonly bound?: Bound
}

/** The arguments of a rule as text. */
export type Given = Readonly<Partial<Record<ArgumentName, string>>>

/** The bound of a rule that compares a number. */
export interface Bound {
  readonly sign: Sign
  readonly number: string
}

export type Sign = '>=' | '>' | '<=' | '<'

export type Leaf = Named | Attribute | Rule

export type Expression =
  | Leaf
  | { readonly is: 'not'; readonly term: Expression }
  | { readonly is: 'and' | 'or'; readonly terms: readonly Expression[] }

export const KINDS: readonly NamedKind[] = ['affinity', 'segment', 'list']

export const SIGNS: readonly Sign[] = ['>=', '>', '<=', '<']

const OF_TITLES = ['title', 'genre', 'tag'] as const
const TIMES = ['since', 'until', 'days'] as const

/** All arguments of rules. */
export type ArgumentName =
  'title' | 'asset' | 'genre' | 'tag' | 'at_least' | 'since' | 'until' | 'days'

/** The subject of a rule: one of these at most. */
export type Subject = 'title' | 'asset' | 'genre' | 'tag'

interface Form {
  readonly subjects: readonly Subject[]
  readonly further: readonly ArgumentName[]
  /** Whether it compares a number with a bound. */
  readonly compared?: boolean
  /** Whether it requires a subject. */
  readonly needsSubject?: boolean
}

/** The arguments of each rule, in the order of its canonical form. */
export const FORMS = {
  saw: { subjects: ['title', 'asset'], further: ['at_least', ...TIMES] },
  viewed: { subjects: OF_TITLES, further: ['at_least', ...TIMES] },
  completed: { subjects: OF_TITLES, further: ['at_least', ...TIMES] },
  hours: { subjects: OF_TITLES, further: TIMES, compared: true },
  share: { subjects: OF_TITLES, further: TIMES, compared: true, needsSubject: true },
  new: { subjects: [], further: ['days'] },
  lapsed: { subjects: [], further: ['days'] },
} as const satisfies Record<string, Form>

export type RuleName = keyof typeof FORMS

/** Return the form of a rule. */
export function formOf(name: RuleName): Form {
  return FORMS[name]
}

/** Return the names, attributes and rules of an expression, from left to right. */
export function leaves(expression: Expression): readonly Leaf[] {
  switch (expression.is) {
    case 'and':
    case 'or':
      return expression.terms.flatMap(leaves)
    case 'not':
      return leaves(expression.term)
    default:
      return [expression]
  }
}

/** Return the full name of a named audience: `segment:lapsed`. */
export function fullName({ kind, name }: Named): string {
  return `${kind}:${name}`
}
