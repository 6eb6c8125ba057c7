import type { ServiceError } from '@/shared/api'

import type { QuestionState } from './state'

/** The name in a question that an error is about, and suggestions to replace it. */
export interface Blame {
  word: string
  /** The message of the error. */
  message: string
  part: 'measures' | 'by' | 'order' | 'filters'
  meant: readonly string[]
}

const NAMED = /'((?:[^'\\]|\\.)+)'/g

/** Return what an error is about; null where it names no part of the question. */
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

/** Return the changes that replace a wrong name by another. */
export function corrected(
  state: QuestionState,
  { word, part }: Blame,
  by: string,
): Partial<QuestionState> {
  if (part === 'filters') return {}
  const other = (name: string) => (name === word ? by : name === `-${word}` ? `-${by}` : name)
  const replaced = (names: readonly string[]) => [...new Set(names.map(other))]
  return part === 'order'
    ? { order: replaced(state.order) }
    : { [part]: replaced(state[part]), order: replaced(state.order) }
}
