import { useAsk } from '@/shared/api'
import { valueName } from '@/shared/format'

import { ANSWER } from './answer'
import { understood } from './understood'
import type { Vocabulary } from './vocabulary'

const MOST = 1000

interface Values {
  /** The most frequent first; null while loading. */
  values: readonly (string | null)[] | null
  nameOf: (value: string | null) => string
}

/** Load the values of a dimension, and their names. */
export function useValues(dimension: string, vocabulary: Vocabulary): Values {
  const known = vocabulary.dimension(dimension)
  const measure = known?.families.includes('EXPOSURE') ? 'reach' : 'active_profiles'
  const ask = {
    measures: [measure],
    by: [dimension],
    order: [`-${measure}`],
    limit: MOST,
    ...(known?.named && { labels: true }),
  }
  const { data } = useAsk(ANSWER, { ask }, { enabled: known !== undefined })
  const plain = (value: string | null) => valueName(dimension, value)
  if (!data) return { values: null, nameOf: plain }
  const answer = understood(data.question)
  const [key = dimension] = answer.keys
  const cells = answer.rows.map((row) => answer.cell(row, key))
  const names = new Map(answer.rows.map((row) => [answer.id(row, key), answer.name(row, key)]))
  return {
    values: cells.map((cell) => (cell === null ? null : String(cell))),
    nameOf: (value) => names.get(value ?? '~') ?? plain(value),
  }
}
