import type { ResultOf } from '@/shared/api'
import type { IconName } from '@/shared/ui'

import type { NOTICE } from './request'

/** A notice as it is shown. */
export type Shown = ResultOf<typeof NOTICE>

export type NoticeKind = Shown['kind']

/** How a kind of notice looks and what it is called; those that matter most are first. */
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

/** Return notices with those first that spoil most: damage, tests and events, then clickbait, then outliers. */
export function ranked(notices: readonly Shown[]): readonly Shown[] {
  const place = ({ kind }: Shown): number => ORDER.indexOf(kind)
  return [...notices].sort((a, b) => place(a) - place(b))
}

/** What the link to the proof of a notice is called. */
export function proofName({ kind }: Shown): string {
  switch (kind) {
    case 'BROKEN_TEST':
      return 'See the test'
    case 'VOLUME_GAP':
      return 'See the volumes'
    case 'DAMAGED_FILE':
      return 'See the data health'
    default:
      return 'See the proof'
  }
}
