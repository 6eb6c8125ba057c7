import { FILTERS } from '@/shared/filters'
import { choice, optional, type StateOf } from '@/shared/url'

/** What of the outliers is shown, beside the filters. */
export const OUTLIERS = {
  ...FILTERS,
  /** What is judged: assets, titles, or both. */
  level: choice(['both', 'asset', 'title'], 'both'),
  /** The asset that a link leads to. */
  asset: optional(),
}

export type OutlierState = StateOf<typeof OUTLIERS>
