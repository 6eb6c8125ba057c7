import type { ArgumentName, Bound, Expression, Given, NamedKind, Rule, RuleName, Sign } from './ast'
import { FORMS, formOf, KINDS } from './ast'
import { PLAIN } from './write'

const QUOTED = '"(?:[^"]|"")*"'
const WORD = '[\\p{L}_][\\p{L}\\p{N}_]*'
const MAX_DEPTH = 64

/** Thrown where a text is not an expression; the service reports why. */
class Unread extends Error {}

/**
 * Return the expression of a text; null where it is none.
 *
 * This is only for showing the parts of an expression; the service validates and evaluates it.
 */
export function read(text: string): Expression | null {
  try {
    const reader = new Reader(text)
    const found = reader.disjunction(0)
    return reader.ended ? found : null
  } catch (error) {
    if (error instanceof Unread) return null
    throw error
  }
}

/** A parser that reads a text from left to right. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get ended(): boolean {
    return this.#take(/$/y) !== null
  }

  disjunction(depth: number): Expression {
    return this.#joined('or', () => this.#joined('and', () => this.#negation(depth)))
  }

  #joined(word: 'and' | 'or', next: () => Expression): Expression {
    const terms = [next()]
    while (this.#keyword(word)) terms.push(next())
    const flat = terms.flatMap((term) => (term.is === word ? term.terms : [term]))
    const [only] = flat
    return flat.length === 1 && only ? only : { is: word, terms: flat }
  }

  #negation(depth: number): Expression {
    if (depth > MAX_DEPTH) throw new Unread()
    if (this.#keyword('not')) return { is: 'not', term: this.#negation(depth + 1) }
    if (this.#take(/\(/y) === null) return this.#leaf()
    const inside = this.disjunction(depth + 1)
    this.#must(/\)/y)
    return inside
  }

  #leaf(): Expression {
    const audience = this.#take(new RegExp(`(${WORD}):(${QUOTED}|${PLAIN})`, 'uy'))
    if (audience === null) return this.#rule()
    const [, kind = '', written = ''] = audience
    const name = unquoted(written)
    if (name.trim() === '') throw new Unread()
    if (kind === 'attr') {
      this.#must(/=/y)
      const text = this.#value()
      return { is: 'attribute', name, value: text === 'null' ? null : unquoted(text) }
    }
    if (!KINDS.includes(kind as NamedKind)) throw new Unread()
    return { is: 'named', kind: kind as NamedKind, name }
  }

  #rule(): Rule {
    const [name = ''] = this.#must(new RegExp(WORD, 'uy'))
    if (!Object.hasOwn(FORMS, name)) throw new Unread()
    const form = formOf(name as RuleName)
    this.#must(/\(/y)
    const given = this.#given(new Set([...form.subjects, ...form.further]))
    if (form.subjects.filter((subject) => given[subject] !== undefined).length > 1) {
      throw new Unread()
    }
    if (!form.compared) return { is: 'rule', name: name as RuleName, given }
    return { is: 'rule', name: name as RuleName, given, bound: this.#bound() }
  }

  #given(known: ReadonlySet<string>): Given {
    const given: Partial<Record<ArgumentName, string>> = {}
    if (this.#take(/\)/y) !== null) return given
    do {
      const [key = ''] = this.#must(new RegExp(WORD, 'uy'))
      if (!known.has(key) || Object.hasOwn(given, key)) throw new Unread()
      this.#must(/=/y)
      const text = this.#value()
      const plain = unquoted(text)
      if (text === 'null' || plain === '') throw new Unread()
      given[key as ArgumentName] = plain
    } while (this.#take(/,/y) !== null)
    this.#must(/\)/y)
    return given
  }

  #bound(): Bound {
    const [sign = '>='] = this.#must(/>=|<=|>|</y)
    const [number = ''] = this.#must(/[0-9]{1,9}(?:\.[0-9]{1,6})?(?![^\s)])/y)
    return { sign: sign as Sign, number }
  }

  #value(): string {
    return this.#must(new RegExp(`${QUOTED}|${PLAIN}`, 'uy'))[0]
  }

  #keyword(word: string): boolean {
    return this.#take(new RegExp(`${word}(?![\\p{L}\\p{N}_:])`, 'iuy')) !== null
  }

  #must(pattern: RegExp): RegExpExecArray {
    const found = this.#take(pattern)
    if (found === null) throw new Unread()
    return found
  }

  /** Consume a pattern after blanks; null where it does not match. */
  #take(pattern: RegExp): RegExpExecArray | null {
    const blank = /\s*/y
    blank.lastIndex = this.#at
    blank.exec(this.#text)
    pattern.lastIndex = blank.lastIndex
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
}
