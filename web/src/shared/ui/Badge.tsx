import clsx from 'clsx'
import type { ReactNode } from 'react'

import styles from './Badge.module.css'
import { Icon } from './Icon'
import type { IconName } from './icons'

/** What a badge can say; the reason stands beside it as a sentence, never in it alone. */
const KINDS = {
  winner: ['crown', 'Winner', 'win'],
  clickbait: ['mask', 'Clickbait', 'mislead'],
  loses_viewers: ['mask', 'Wins plays, loses viewers', 'mislead'],
  hidden_gem: ['spark', 'Hidden gem', 'win'],
  high: ['spark', 'Outlier, high', 'odd'],
  low: ['outliers', 'Outlier, low', 'odd'],
  few: ['wait', 'Too little data', 'wait'],
  keep_waiting: ['wait', 'Keep waiting', 'wait'],
  dont_trust: ['warning', 'Don’t trust', 'doubt'],
  no_difference: ['check', 'No difference that matters', 'plain'],
  sure: ['check', 'Sure', 'win'],
  wins_with: ['audiences', 'Wins with', 'plain'],
  failed: ['close', 'Failed', 'stop'],
} as const satisfies Record<string, readonly [IconName, string, string]>

export type BadgeKind = keyof typeof KINDS

interface BadgeProps {
  kind: BadgeKind
  /** Other words than the usual ones, such as "Wins with Heist Thrillers". */
  children?: ReactNode
}

/** A judgement as icon and word, never as a colour alone. */
export function Badge({ kind, children }: BadgeProps) {
  const [icon, word, tone] = KINDS[kind]
  return (
    <span className={clsx(styles.badge, styles[tone])}>
      <Icon name={icon} />
      {children ?? word}
    </span>
  )
}
