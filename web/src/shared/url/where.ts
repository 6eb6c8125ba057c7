import type { Condition } from '@/shared/api/graph'

import { type Codec, escaped, unescaped } from './codecs'

/** A filter on a dimension: one of `values` (null: missing), or with `not` none of them. */
export interface Filter {
  readonly values: readonly (string | null)[]
  readonly not?: boolean
}

/** Filters by dimension. */
export type Where = Readonly<Record<string, Filter>>

const NOTHING: Where = {}

/**
 * Filters as `country:DE,LU;phase:explore;device!tv`; `~` is the missing value.
 *
 * A page may have a `standard`, which its address leaves out; no filters is then an empty text.
 */
export function where(standard: Where = NOTHING): Codec<Where> {
  const usual = spelled(standard)
  return {
    read: (text) => {
      if (text === null) return standard
      return text ? Object.fromEntries(text.split(';').flatMap(filter)) : NOTHING
    },
    write: (value) => {
      const text = spelled(value)
      return text === usual ? null : text
    },
  }
}

function spelled(value: Where): string {
  const parts = Object.entries(value).filter(([, { values }]) => values.length > 0)
  return parts.map(([name, one]) => written(name, one)).join(';')
}

/** Return whether two sets of filters are the same. */
export function sameWhere(one: Where, other: Where): boolean {
  return spelled(one) === spelled(other)
}

function filter(part: string): [string, Filter][] {
  const found = /^([^:!]+)([:!])(.+)$/s.exec(part)
  if (!found) return []
  const [, name = '', sign, rest = ''] = found
  const values = rest.split(',').map((word) => (word === '~' ? null : unescaped(word)))
  return [[unescaped(name), sign === '!' ? { values, not: true } : { values }]]
}

function written(name: string, { values, not }: Filter): string {
  const words = values.map((value) => (value === null ? '~' : escaped(value)))
  return `${escaped(name)}${not ? '!' : ':'}${words.join(',')}`
}

/** Return filters as the `where` of a question. */
export function conditions(where: Where): Record<string, Condition> {
  return Object.fromEntries(
    Object.entries(where)
      .filter(([, { values }]) => values.length > 0)
      .map(([name, { values, not }]) => [name, not ? { not: values } : values]),
  )
}
