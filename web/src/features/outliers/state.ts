import { FILTERS } from '@/shared/filters'
import { choice, flag, optional, type StateOf } from '@/shared/url'

/** The state of the page in its address, including the filters. */
export const OUTLIERS = {
  ...FILTERS,
  /** Whether assets, titles or both are shown. */
  level: choice(['both', 'asset', 'title'], 'both'),
  /** The asset that a link points at. */
  asset: optional(),
  /** Whether all outliers are shown, not only those with the largest effect. */
  all: flag(),
}

export type OutlierState = StateOf<typeof OUTLIERS>
