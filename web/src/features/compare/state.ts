import { choice, flag, list, number, optional, type SetState, type StateOf } from '@/shared/url'

/** How many assets are compared at once. */
export const LEAST = 2
export const MOST = 6

/** What can decide a comparison: rates, and each asset's share of all time watched. */
export const MEASURES = [
  'take_rate',
  'play_rate',
  'completion_rate',
  'watch_time_share',
  'watch_seconds_per_profile',
] as const

/** What a winner must not make worse; another choice than these stands in the address. */
export const GUARDRAILS = ['completion_rate', 'short_play_rate'] as const

/** What a page of a comparison says in its address beside its filters. */
export const COMPARE = {
  assets: list(),
  /** The asset that all others are held against; nothing: every two. */
  against: optional(),
  measure: choice(MEASURES, 'take_rate'),
  guard: list(GUARDRAILS),
  /** Whether the rates of a broken test are shown all the same. */
  anyway: flag(),
  /** Which asset is shown in large. */
  large: optional(),
  /** How many audiences are shown: the largest, or all. */
  all: flag(),
  /** The test to plan: the least difference to find, in per cent, and how often one looks. */
  find: number(20, 1, 100),
  look: choice(['daily', 'once'], 'daily'),
}

export type Compare = StateOf<typeof COMPARE>
export type SetCompare = SetState<typeof COMPARE>

/** Return the assets with one moved to the left (−1) or right (1); at the ends it stays. */
export function moved(assets: readonly string[], asset: string, step: number): readonly string[] {
  const from = assets.indexOf(asset)
  const to = from + step
  if (from < 0 || to < 0 || to >= assets.length) return assets
  return assets.map((one, at) => (at === from ? assets[to] : at === to ? asset : one) ?? one)
}

/** Return the assets that can be compared: each once, six at most. */
export function comparable(assets: readonly string[]): readonly string[] {
  return [...new Set(assets)].filter(Boolean).slice(0, MOST)
}
