import { PLAIN, quoted } from '@/shared/expression/write'

import type { Check } from './expression'

export type Problem = NonNullable<Check['problem']>

const WORD = new RegExp(`(?:[\\p{L}_][\\p{L}\\p{N}_]*:)?(?:"(?:[^"]|"")*"|${PLAIN})|[^\\s]`, 'uy')

/** Where the wrong word of a text stands; null where the whole of it is meant. */
export function wrongWord(
  text: string,
  { position }: Problem,
): { from: number; to: number } | null {
  if (position === null) return null
  // The service counts characters, a text here is of 16-bit units.
  const from = Array.from(text).slice(0, position).join('').length
  WORD.lastIndex = from
  const found = WORD.exec(text)
  return { from, to: found ? WORD.lastIndex : text.length }
}

/** A name that was probably meant, and the text with it in the place of the wrong one. */
export interface Mend {
  readonly word: string
  readonly text: string
}

/** What was probably meant, the likeliest first. */
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

/** A name as it stands in an expression: `attr:country`, `list:"our guests"`. */
function written(name: string, wrong: string): string {
  if (wrong.startsWith('attr:')) return `attr:${quoted(name)}`
  const colon = name.indexOf(':')
  return `${name.slice(0, colon + 1)}${quoted(name.slice(colon + 1))}`
}
