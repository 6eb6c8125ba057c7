import { type Filters, narrowed } from '@/shared/filters'
import type { Condition, VariablesOf } from '@/shared/api'

import type { ANSWER } from './answer'
import type { Having, QuestionState } from './state'
import type { Vocabulary } from './vocabulary'

/**
 * A question as in Python and REST (`Query.to_dict()`): only what differs from the defaults.
 *
 * Everything that is shown, exported or copied is made from this object.
 */
export interface Question {
  measures: readonly string[]
  by?: readonly string[]
  where?: Readonly<Record<string, Condition>>
  audience?: string
  audiences?: readonly string[]
  since?: string
  until?: string
  grain?: string
  tz?: string
  having?: Having
  order?: readonly string[]
  limit?: number
  intervals?: number
  labels?: boolean
  include_empty?: boolean
  fill?: boolean
  co_values?: boolean
  engine?: string
}

/** The most rows to show; exports have all of them. */
export const SHOWN = 5000

/** Return the question of an address; null without a measure. */
export function questionOf(
  state: QuestionState,
  filters: Filters,
  vocabulary: Vocabulary,
): Question | null {
  const { measures, by, grain } = state
  if (measures.length === 0) return null
  const { where, audience, since, until, tz } = narrowed(filters)
  const order = orderOf(state, vocabulary)
  const ratios = measures.some((name) => vocabulary.isRatio(name))
  return {
    measures,
    ...(by.length > 0 && { by }),
    ...(where && { where }),
    ...(audience && { audience }),
    ...(state.audiences.length > 0 && by.includes('audience') && { audiences: state.audiences }),
    ...(since && { since }),
    ...(until && { until }),
    ...(grain && { grain }),
    ...(tz && { tz }),
    ...(Object.keys(state.having).length > 0 && { having: state.having }),
    ...(order.length > 0 && { order }),
    ...(state.limit > 0 && { limit: state.limit }),
    ...(state.intervals > 0 && ratios && { intervals: state.intervals }),
    ...(by.some((name) => vocabulary.isNamed(name)) && { labels: true }),
    ...(state.empty && { include_empty: true }),
    ...(state.fill && grain && { fill: true }),
    ...(state.others && { co_values: true }),
    ...(state.engine && { engine: state.engine }),
  }
}

/**
 * Return the order of rows: as chosen, else the largest first.
 *
 * Times and numbers such as days since launch keep their natural order.
 */
export function orderOf(
  { order, measures, by, grain }: QuestionState,
  vocabulary: Vocabulary,
): readonly string[] {
  const [first] = measures
  if (order.length > 0) return order
  if (grain || by.length === 0 || first === undefined) return []
  return by.length === 1 && vocabulary.isOrdinal(by[0] ?? '') ? [] : [`-${first}`]
}

type QuestionInput = VariablesOf<typeof ANSWER>['ask']

/** Return the input of the graph for a question. */
export function inputOf(question: Question): QuestionInput {
  const { include_empty, co_values, having, measures, by, order, audiences, ...rest } = question
  return {
    ...rest,
    measures: [...measures],
    ...(by && { by: [...by] }),
    ...(order && { order: [...order] }),
    ...(audiences && { audiences: [...audiences] }),
    ...(having && { having: { ...having } }),
    ...(include_empty && { includeEmpty: true }),
    ...(co_values && { coValues: true }),
  }
}
