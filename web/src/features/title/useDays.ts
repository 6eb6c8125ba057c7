import type { Filters, SetFilters } from '@/shared/filters'
import { useShortcuts } from '@/shared/keys'

import { moved } from './days'

/** Lets [ and ] go to the day before and after: of the span that is shown, or from the last day. */
export function useDays(filters: Filters, setFilters: SetFilters, asOf: string | null): void {
  const go = (days: number) => {
    const span = moved(filters, asOf, days)
    if (span) setFilters(span)
  }
  useShortcuts('Days', [
    { keys: '[', does: 'The day before', run: () => go(-1) },
    { keys: ']', does: 'The day after', run: () => go(1) },
  ])
}
