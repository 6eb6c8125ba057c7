import { choice, list, text } from '@/shared/url'

/** The kinds of audiences. */
export const KINDS = ['affinity', 'segment', 'list'] as const
export type Kind = (typeof KINDS)[number]

/** The state in the address: /audiences?kind=segment&words=dra&sort=name&with=a,b&show=lift */
export const STATE = {
  kind: choice(KINDS, 'affinity'),
  words: text(),
  sort: choice(['size', 'name', 'growth'], 'size'),
  /** The audiences of the overlap; none: the largest of the kind. */
  with: list(),
  show: choice(['share', 'lift'], 'share'),
}
