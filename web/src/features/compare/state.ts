import { choice, flag, list, number, optional, type SetState, type StateOf } from '@/shared/url'

/** The fewest and the most assets of a comparison. */
export const LEAST = 2
export const MOST = 6

/** The measures that can decide a comparison. */
export const MEASURES = [
  'take_rate',
  'play_rate',
  'completion_rate',
  'watch_time_share',
  'watch_seconds_per_profile',
] as const

/** The default guardrails: measures that a winner must not make worse. */
export const GUARDRAILS = ['completion_rate', 'short_play_rate'] as const

/** The state of a comparison in its address, without the filters. */
export const COMPARE = {
  assets: list(),
  /** The asset to compare the others with; null: all pairs. */
  against: optional(),
  measure: choice(MEASURES, 'take_rate'),
  guard: list(GUARDRAILS),
  /** Whether the rates of a broken test are shown anyway. */
  anyway: flag(),
  /** The enlarged asset. */
  large: optional(),
  /** Whether all audiences are shown. */
  all: flag(),
  /** The test to plan: the difference to detect, in per cent, and how often it is checked. */
  find: number(20, 1, 100),
  look: choice(['daily', 'once'], 'daily'),
}

export type Compare = StateOf<typeof COMPARE>
export type SetCompare = SetState<typeof COMPARE>

/** Return the assets with one moved left (−1) or right (1), but not beyond the ends. */
export function moved(assets: readonly string[], asset: string, step: number): readonly string[] {
  const from = assets.indexOf(asset)
  const to = from + step
  if (from < 0 || to < 0 || to >= assets.length) return assets
  return assets.map((one, at) => (at === from ? assets[to] : at === to ? asset : one) ?? one)
}

/** Return the assets without repetition, six at most. */
export function comparable(assets: readonly string[]): readonly string[] {
  return [...new Set(assets)].filter(Boolean).slice(0, MOST)
}
