import { FILTERS } from '@/shared/filters'
import { choice, list, optional, text, type Where, where } from '@/shared/url'

/** The measures whose figure can stand on a card, and by which assets can stand in line. */
export const MEASURES = [
  'take_rate',
  'completion_rate',
  'watch_seconds_per_profile',
  'short_play_rate',
] as const

export type Measure = (typeof MEASURES)[number]

/** What cards can be sorted by, in the order of the keys 1 to 6. */
export const SORTS = [...MEASURES, 'reach', 'viewers'] as const

export type Sort = (typeof SORTS)[number]

export const GRAINS = ['hour', 'day', 'week'] as const

export type Grain = (typeof GRAINS)[number]

/** What is shown of a title, beside its filters. */
export const VIEW = {
  sort: choice(SORTS, 'take_rate'),
  /** The type of assets; empty: all. */
  type: text(),
  picked: list(),
  /** The asset that is in large. */
  large: optional(),
  /** The asset that a link leads to. */
  asset: optional(),
  grain: choice(['', ...GRAINS], ''),
  cards: choice(['', 'table'], ''),
  /** Whether the rates of a broken test are shown all the same. */
  anyway: choice(['', 'yes'], ''),
}

/** The measure of figures, scales and charts: that of the order, where that is a rate. */
export function measureOf(sort: Sort): Measure {
  return MEASURES.find((measure) => measure === sort) ?? 'take_rate'
}

const EXPLORE: Where = { phase: { values: ['explore'] } }

const RANDOM = { ...FILTERS, where: where(EXPLORE) }

/**
 * The filters of a title's page.
 *
 * Where some was shown at random and some was chosen, only the former can be compared: that filter
 * goes without saying, and can be cleared.
 */
export function filtersOf(
  values: readonly { dimension: string; values: readonly (string | null)[] }[],
): { schema: typeof FILTERS; usual: Where } {
  const phases = values.find(({ dimension }) => dimension === 'phase')?.values ?? []
  return phases.includes('explore') && phases.length > 1
    ? { schema: RANDOM, usual: EXPLORE }
    : { schema: FILTERS, usual: {} }
}

/** Whether only what was shown at random counts. */
export function isRandom({ phase }: Where): boolean {
  return phase !== undefined && !phase.not && phase.values.join() === 'explore'
}
