import type { ResultOf } from '@/shared/api'
import type { IconName } from '@/shared/ui'

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
