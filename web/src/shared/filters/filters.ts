import {
  conditions,
  optional,
  type SetState,
  type StateOf,
  text,
  useUrlState,
  where,
} from '@/shared/url'

/** What narrows a page down; all pages that have filters keep them under the same names. */
export const FILTERS = {
  where: where(),
  audience: text(),
  since: optional(),
  until: optional(),
  tz: text('UTC'),
}

export type Filters = StateOf<typeof FILTERS>
export type SetFilters = SetState<typeof FILTERS>

/** The filters of this page, which stand in its address. */
export function useFilters(): readonly [Filters, SetFilters] {
  return useUrlState(FILTERS)
}

/** The same as questions and judgements take it. */
export function narrowed({ where, audience, since, until, tz }: Filters) {
  const asked = conditions(where)
  return {
    where: Object.keys(asked).length > 0 ? asked : null,
    audience: audience.trim() || null,
    since,
    until,
    tz: tz === 'UTC' ? null : tz,
  }
}

/** What clears all filters. */
export const NO_FILTERS: Filters = {
  where: {},
  audience: '',
  since: null,
  until: null,
  tz: 'UTC',
}
