import { PLAIN, quoted } from '@/shared/expression/write'

import type { Check } from './expression'

export type Problem = NonNullable<Check['problem']>

const WORD = new RegExp(`(?:[\\p{L}_][\\p{L}\\p{N}_]*:)?(?:"(?:[^"]|"")*"|${PLAIN})|[^\\s]`, 'uy')

/** Return the bounds of the wrong word; null where the error is about the whole text. */
export function wrongWord(
  text: string,
  { position }: Problem,
): { from: number; to: number } | null {
  if (position === null) return null
  // The service counts characters, JavaScript 16-bit units.
  const from = Array.from(text).slice(0, position).join('').length
  WORD.lastIndex = from
  const found = WORD.exec(text)
  return { from, to: found ? WORD.lastIndex : text.length }
}

/** A suggested name, and the text corrected with it. */
export interface Mend {
  readonly word: string
  readonly text: string
}

/** Return suggestions, the most likely first. */
export function mends(text: string, problem: Problem): readonly Mend[] {
  const place = wrongWord(text, problem)
  if (place === null) return []
  const wrong = text.slice(place.from, place.to)
  const words = problem.nearest.map((name) => written(name, wrong))
  const [, hinted] = /^Did you mean (\w+)\?/.exec(problem.hint) ?? []
  const meant = words.length === 0 && hinted !== undefined ? [hinted] : words
  return meant.map((word) => ({
    word,
    text: `${text.slice(0, place.from)}${word}${text.slice(place.to)}`,
  }))
}

/** Return a name as in an expression: `attr:country`, `list:"our guests"`. */
function written(name: string, wrong: string): string {
  if (wrong.startsWith('attr:')) return `attr:${quoted(name)}`
  const colon = name.indexOf(':')
  return `${name.slice(0, colon + 1)}${quoted(name.slice(colon + 1))}`
}
