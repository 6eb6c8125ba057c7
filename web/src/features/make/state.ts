import { FILTERS } from '@/shared/filters'
import { choice, flag, optional, type StateOf } from '@/shared/url'

/** What titles have in common, by its name in the address. */
export const BY = {
  genre: ['genre'],
  tag: ['tag'],
  content_type: ['content_type'],
  genre_and_type: ['genre', 'content_type'],
} as const satisfies Record<string, readonly string[]>

export type By = keyof typeof BY

const NAMES = ['genre', 'tag', 'content_type', 'genre_and_type'] as const

/** The state of the page in its address: /make?by=tag&across=region&value=crime&in=EMEA */
export const MAKE = {
  ...FILTERS,
  by: choice(NAMES, 'genre'),
  across: choice(['country', 'region', 'audience'], 'country'),
  colour: choice(['demand', 'taste'], 'demand'),
  /** The cell that is shown beside the map: its value, and its market or audience. */
  value: optional(),
  in: optional(),
  /** Whether all values, markets and audiences are shown, not only the largest. */
  all: flag(),
}

export type MakeState = StateOf<typeof MAKE>
