import type { ServiceError } from '@/shared/api'

import type { QuestionState } from './state'

/** The word of a question that an error is about, and what it may have meant. */
export interface Blame {
  word: string
  /** The error itself. */
  message: string
  part: 'measures' | 'by' | 'order' | 'filters'
  meant: readonly string[]
}

const NAMED = /'((?:[^'\\]|\\.)+)'/g

/** Return what an error is about; null where it names no word of the question. */
export function blameOf(error: ServiceError, state: QuestionState): Blame | null {
  const [word] = quoted(error.message)
  if (word === undefined) return null
  const part = partOf(word, state)
  const [suggested = ''] = /^Did you mean [^?]*\?/.exec(error.hint) ?? []
  const meant = quoted(suggested).filter((name) => part === 'order' || !/_(low|high)$/.test(name))
  return { word, part, message: error.message, meant }
}

function partOf(word: string, { measures, by, order }: QuestionState): Blame['part'] {
  if (measures.includes(word)) return 'measures'
  if (by.includes(word)) return 'by'
  return order.some((one) => one.replace(/^-/, '') === word) ? 'order' : 'filters'
}

function quoted(text: string): string[] {
  return [...text.matchAll(NAMED)].map(([, word = '']) => word)
}

/** Return what changes when another word stands in the place of a wrong one. */
export function mended(
  state: QuestionState,
  { word, part }: Blame,
  by: string,
): Partial<QuestionState> {
  if (part === 'filters') return {}
  const other = (name: string) => (name === word ? by : name === `-${word}` ? `-${by}` : name)
  const mend = (names: readonly string[]) => [...new Set(names.map(other))]
  return part === 'order'
    ? { order: mend(state.order) }
    : { [part]: mend(state[part]), order: mend(state.order) }
}
