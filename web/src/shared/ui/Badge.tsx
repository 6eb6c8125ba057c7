import clsx from 'clsx'
import type { ReactNode } from 'react'

import styles from './Badge.module.css'
import { Icon } from './Icon'
import type { IconName } from './icons'

/** The kinds of badges; their reason is always beside them in a sentence. */
const KINDS = {
  winner: ['crown', 'Winner', 'win'],
  clickbait: ['mask', 'Clickbait', 'mislead'],
  loses_viewers: ['mask', 'Wins plays, loses viewers', 'mislead'],
  hidden_gem: ['spark', 'Hidden gem', 'win'],
  high: ['spark', 'Outlier, high', 'odd'],
  low: ['outliers', 'Outlier, low', 'odd'],
  outlier: ['spark', 'Outlier', 'odd'],
  few: ['wait', 'Not enough data', 'wait'],
  ruled_out: ['close', 'Ruled out', 'plain'],
  keep_waiting: ['wait', 'Keep waiting', 'wait'],
  dont_trust: ['warning', 'Don’t trust', 'doubt'],
  no_difference: ['check', 'No difference that matters', 'plain'],
  sure: ['check', 'Certain', 'win'],
  wins_with: ['audiences', 'Wins with', 'plain'],
  held: ['check', 'Held', 'win'],
  watch: ['warning', 'Watch', 'doubt'],
  failed: ['close', 'Failed', 'stop'],
} as const satisfies Record<string, readonly [IconName, string, string]>

export type BadgeKind = keyof typeof KINDS

interface BadgeProps {
  kind: BadgeKind
  /** The text instead of the usual one, such as "Wins with Heist Thrillers". */
  children?: ReactNode
}

/** A judgement as an icon and text, never as colour alone. */
export function Badge({ kind, children }: BadgeProps) {
  const [icon, word, tone] = KINDS[kind]
  return (
    <span className={clsx(styles.badge, styles[tone])}>
      <Icon name={icon} />
      {children ?? word}
    </span>
  )
}
