import { choice, flag, number, text } from '@/shared/url'

/** What a policy can win. */
export const REWARDS = ['viewers', 'watch_seconds', 'kept'] as const

export type Reward = (typeof REWARDS)[number]

export const REWARD_NAMES: Readonly<Record<Reward, string>> = {
  viewers: 'Viewers',
  watch_seconds: 'Watch time',
  kept: 'Viewers who stay',
}

/** The share of people who explore, unless the address says otherwise. */
export const USUAL_EXPLORE = 0.1

/** The state of the page in its address, without the dates. */
export const POLICY_VIEW = {
  reward: choice(REWARDS, 'viewers'),
  explore: number(USUAL_EXPLORE, 0, 0.9),
  /** The type of assets; empty: artwork, or the most common. */
  type: text(),
  /** Whether the drawer to hand the policy over is open. */
  handover: flag(),
}
