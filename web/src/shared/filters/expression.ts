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

/** What an expression means, or what is wrong with it and where. */
export type Check = ResultOf<typeof CHECK>['checkExpression']

/** An audience that an expression may name. */
export type Named = ResultOf<typeof AUDIENCES>['audiences']['edges'][number]['node']

/** How to ask what an expression means, of several at once. */
export function checking(text: string) {
  return asking(CHECK, { text })
}

/** What is known of what an expression means. */
export interface Checked {
  check: Check | null
  checking: boolean
  /** Why it could not be asked. */
  error: ServiceError | null
  again: () => void
}

/** What an expression means, while it is written; the last answer stays until the next is there. */
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

/** All audiences that have a name. */
export function useAudienceNames(enabled = true): readonly Named[] {
  const asked = askingAll(AUDIENCES, ({ audiences }) => audiences)
  return useQuery({ ...asked, enabled }).data ?? NONE
}

const NONE: readonly Named[] = []

/** The word that is being written at a place of an expression: where it begins, and itself. */
export function wordAt(text: string, place: number): { from: number; to: number; word: string } {
  const from = place - (/[^\s()]*$/.exec(text.slice(0, place))?.[0].length ?? 0)
  const to = place + (/^[^\s()]*/.exec(text.slice(place))?.[0].length ?? 0)
  return { from, to, word: text.slice(from, to) }
}

const MOST = 6

/** The audiences that a word may be the beginning of, by name or by what people call them. */
export function meant(word: string, names: readonly Named[]): readonly Named[] {
  const sought = word.toLowerCase()
  if (sought === '' || ['and', 'or', 'not'].includes(sought)) return []
  const fits = ({ name, note }: Named) =>
    name !== sought &&
    (name.includes(sought) || (note ?? '').toLowerCase().includes(sought.replace(/[:-]+/g, ' ')))
  return names.filter(fits).slice(0, MOST)
}
