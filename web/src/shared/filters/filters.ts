import {
  conditions,
  optional,
  type SetState,
  type StateOf,
  text,
  useUrlState,
  where,
  type Where,
  type Filter,
} from '@/shared/url'

/** The filters in an address, with the same names on all pages. */
export const FILTERS = {
  where: where(),
  audience: text(),
  since: optional(),
  until: optional(),
  tz: text('UTC'),
}

export type Filters = StateOf<typeof FILTERS>
export type SetFilters = SetState<typeof FILTERS>

/** Return the filters in the address of the page. */
export function useFilters(): readonly [Filters, SetFilters] {
  return useUrlState(FILTERS)
}

/** Return filters as the input of questions and judgements. */
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

/** No filters. */
export const NO_FILTERS: Filters = {
  where: {},
  audience: '',
  since: null,
  until: null,
  tz: 'UTC',
}

/** Return `where` with the filter of a dimension replaced; null removes it. */
export function withFilter(where: Where, dimension: string, filter: Filter | null): Where {
  const others = Object.entries(where).filter(([name]) => name !== dimension)
  return Object.fromEntries(filter ? [...others, [dimension, filter] as const] : others)
}
