import { FILTERS } from '@/shared/filters'
import { choice, list, optional, text, type Where, where } from '@/shared/url'

/** The measures of cards and of the line-up. */
export const MEASURES = [
  'take_rate',
  'completion_rate',
  'watch_seconds_per_profile',
  'short_play_rate',
] as const

export type Measure = (typeof MEASURES)[number]

/** The sort orders of cards, in the order of keys 1 to 6. */
export const SORTS = [...MEASURES, 'reach', 'viewers'] as const

export type Sort = (typeof SORTS)[number]

export const GRAINS = ['hour', 'day', 'week'] as const

export type Grain = (typeof GRAINS)[number]

/** The state of a title's page in its address, without the filters. */
export const VIEW = {
  sort: choice(SORTS, 'take_rate'),
  /** Which exposures count: the first of each person, as in the comparison, or all. */
  exposures: choice(['first', 'all'], 'first'),
  /** The type of assets; empty: all. */
  type: text(),
  picked: list(),
  /** The enlarged asset. */
  large: optional(),
  /** The asset that a link points at. */
  asset: optional(),
  grain: choice(['', ...GRAINS], ''),
  cards: choice(['', 'table'], ''),
  /** Whether the rates of a broken test are shown anyway. */
  anyway: choice(['', 'yes'], ''),
}

/** Return the measure of cards and charts: the sort order, if it is one of the measures. */
export function measureOf(sort: Sort): Measure {
  return MEASURES.find((measure) => measure === sort) ?? 'take_rate'
}

const EXPLORE: Where = { phase: { values: ['explore'] } }

const RANDOM = { ...FILTERS, where: where(EXPLORE) }

/**
 * Return the filters of a title's page.
 *
 * Where some impressions were random and others chosen by a model, only the random ones are
 * comparable: that filter is the default, and can be cleared.
 */
export function filtersOf(
  values: readonly { dimension: string; values: readonly (string | null)[] }[],
): { schema: typeof FILTERS; usual: Where } {
  const phases = values.find(({ dimension }) => dimension === 'phase')?.values ?? []
  return phases.includes('explore') && phases.length > 1
    ? { schema: RANDOM, usual: EXPLORE }
    : { schema: FILTERS, usual: {} }
}

/** Return whether only random impressions count. */
export function isRandom({ phase }: Where): boolean {
  return phase !== undefined && !phase.not && phase.values.join() === 'explore'
}
