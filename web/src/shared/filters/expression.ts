import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { asking, askingAll, graphql, type ResultOf, type ServiceError } from '@/shared/api'

const CHECK = graphql(`
  query CheckExpression($text: String!) {
    checkExpression(text: $text) {
      valid
      profiles
      suppressed
      text
      problem {
        code
        message
        hint
        nearest
        position
      }
    }
  }
`)

const AUDIENCES = graphql(`
  query AudienceNames($after: String) {
    audiences(first: 25, after: $after) {
      edges {
        node {
          name
          note
          kind
          profiles
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** The size of an expression, or its error. */
export type Check = ResultOf<typeof CHECK>['checkExpression']

/** An audience that an expression may name. */
export type Named = ResultOf<typeof AUDIENCES>['audiences']['edges'][number]['node']

/** Return query options to check an expression. */
export function checking(text: string) {
  return asking(CHECK, { text })
}

/** The state of checking an expression. */
export interface Checked {
  check: Check | null
  checking: boolean
  /** Why the request failed. */
  error: ServiceError | null
  again: () => void
}

/** Check an expression while it is edited; the previous answer stays while a new one loads. */
export function useCheck(text: string): Checked {
  const asked = useQuery({
    ...checking(text),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  return {
    check: text === '' ? null : (asked.data?.checkExpression ?? null),
    checking: asked.isFetching,
    error: asked.error,
    again: () => void asked.refetch(),
  }
}

/** Load all named audiences. */
export function useAudienceNames(enabled = true): readonly Named[] {
  const asked = askingAll(AUDIENCES, ({ audiences }) => audiences)
  return useQuery({ ...asked, enabled }).data ?? NONE
}

const NONE: readonly Named[] = []

/** Return the word at a position of an expression, and its bounds. */
export function wordAt(text: string, place: number): { from: number; to: number; word: string } {
  const from = place - (/[^\s()]*$/.exec(text.slice(0, place))?.[0].length ?? 0)
  const to = place + (/^[^\s()]*/.exec(text.slice(place))?.[0].length ?? 0)
  return { from, to, word: text.slice(from, to) }
}

const MOST = 6

/** Return the audiences that match a word, by id or name. */
export function meant(word: string, names: readonly Named[]): readonly Named[] {
  const sought = word.toLowerCase()
  if (sought === '' || ['and', 'or', 'not'].includes(sought)) return []
  const fits = ({ name, note }: Named) =>
    name !== sought &&
    (name.includes(sought) || (note ?? '').toLowerCase().includes(sought.replace(/[:-]+/g, ' ')))
  return names.filter(fits).slice(0, MOST)
}
