import type { ResultOf } from '@/shared/api'
import type { BadgeKind, IconName } from '@/shared/ui'

import type { NOTICE } from './request'

/** A notice. */
export type Shown = ResultOf<typeof NOTICE>

export type NoticeKind = Shown['kind']

/** The icon, the colour and the names of each kind of notice, the most serious first. */
export const KINDS = {
  DAMAGED_FILE: { icon: 'warning', tone: 'doubt', name: 'Damaged files', one: 'Damaged file' },
  BROKEN_TEST: { icon: 'warning', tone: 'doubt', name: 'Broken tests', one: 'Broken test' },
  VOLUME_GAP: { icon: 'health', tone: 'doubt', name: 'Missing events', one: 'Missing events' },
  CLICKBAIT: { icon: 'mask', tone: 'mislead', name: 'Clickbait', one: 'Clickbait' },
  OUTLIER: { icon: 'spark', tone: 'odd', name: 'Outliers', one: 'Outlier' },
} as const satisfies Record<
  NoticeKind,
  { icon: IconName; tone: 'doubt' | 'mislead' | 'odd'; name: string; one: string }
>

const ORDER = Object.keys(KINDS)

/** Return notices, the most serious first: damage, tests, events, clickbait, then outliers. */
export function ranked(notices: readonly Shown[]): readonly Shown[] {
  const place = ({ kind }: Shown): number => ORDER.indexOf(kind)
  return [...notices].sort((a, b) => place(a) - place(b))
}

/** Return the icon of a notice: an outlier's says its direction. */
export function iconOf({ kind, direction }: Pick<Shown, 'kind' | 'direction'>): IconName {
  return kind === 'OUTLIER' && direction === 'under' ? 'outliers' : KINDS[kind].icon
}

/** Return the name of a kind of notice, with the direction of an outlier: Outlier, low. */
export function nameOf({ kind, direction }: Pick<Shown, 'kind' | 'direction'>): string {
  const { one } = KINDS[kind]
  if (kind !== 'OUTLIER' || direction === null) return one
  return direction === 'over' ? `${one}, high` : `${one}, low`
}

/** Return the label of the link to the evidence of a notice. */
export function proofName({ kind }: Shown): string {
  switch (kind) {
    case 'BROKEN_TEST':
      return 'View test'
    case 'VOLUME_GAP':
      return 'View volumes'
    case 'DAMAGED_FILE':
      return 'View data health'
    default:
      return 'View evidence'
  }
}

/** Return the badge of a notice, and its text, where it is about a title or one of its assets. */
export function badgeOf({
  kind,
  assetId,
  direction,
}: Pick<Shown, 'kind' | 'assetId' | 'direction'>): {
  kind: BadgeKind
  words: string
} | null {
  switch (kind) {
    case 'BROKEN_TEST':
      return { kind: 'dont_trust', words: 'Don’t trust the test' }
    case 'CLICKBAIT':
      return { kind: 'clickbait', words: 'Has clickbait' }
    case 'OUTLIER': {
      const one = assetId === null ? 'Outlier' : 'Has an outlier'
      if (direction === null) return { kind: 'outlier', words: one }
      return direction === 'over'
        ? { kind: 'high', words: `${one}, high` }
        : { kind: 'low', words: `${one}, low` }
    }
    case 'VOLUME_GAP':
    case 'DAMAGED_FILE':
      return null
  }
}
