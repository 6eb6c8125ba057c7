import type { ArgumentName, Expression, Rule } from './ast'
import { formOf } from './ast'

/** The pattern of names and values that need no quotes. */
export const PLAIN = `[^\\s()=<>!,"'&|“”„«»]+`

const UNQUOTED = new RegExp(`^${PLAIN}$`, 'u')
const UNSEEN = /[\p{C}\p{Z}]/u

const [OR, AND, NOT] = [0, 1, 2] as const

/** Return an expression as text in its canonical form, which `read` reads. */
export function write(expression: Expression): string {
  return written(expression, OR)
}

/** Return an expression as text, in parentheses if it binds less tightly than `binding`. */
function written(expression: Expression, binding: number): string {
  switch (expression.is) {
    case 'or':
      return around(expression.terms.map((term) => written(term, AND)).join(' or '), binding > OR)
    case 'and':
      return around(expression.terms.map((term) => written(term, NOT)).join(' and '), binding > AND)
    case 'not':
      return `not ${written(expression.term, NOT)}`
    case 'named':
      return `${expression.kind}:${quoted(expression.name)}`
    case 'attribute':
      return `attr:${quoted(expression.name)}=${value(expression.value)}`
    case 'rule':
      return rule(expression)
  }
}

function around(text: string, parted: boolean): string {
  return parted ? `(${text})` : text
}

function rule({ name, given, bound }: Rule): string {
  const { subjects, further } = formOf(name)
  const order: readonly ArgumentName[] = [...subjects, ...further]
  const inside = order.flatMap((key) => {
    const one = given[key]
    return one === undefined ? [] : [`${key}=${value(one)}`]
  })
  return `${name}(${inside.join(', ')})${bound ? ` ${bound.sign} ${bound.number}` : ''}`
}

function value(text: string | null): string {
  if (text === null) return 'null'
  return text === 'null' ? '"null"' : quoted(text)
}

/** Return a name in quotes if necessary; inner quotes are doubled. */
export function quoted(name: string): string {
  if (UNQUOTED.test(name) && !UNSEEN.test(name)) return name
  return `"${name.replaceAll('"', '""')}"`
}
