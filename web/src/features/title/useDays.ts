import type { Filters, SetFilters } from '@/shared/filters'
import { useShortcuts } from '@/shared/keys'

import { moved } from './days'

/** Keyboard shortcuts [ and ]: move the dates by a day, starting from the last day. */
export function useDays(filters: Filters, setFilters: SetFilters, asOf: string | null): void {
  const go = (days: number) => {
    const span = moved(filters, asOf, days)
    if (span) setFilters(span)
  }
  useShortcuts('Days', [
    { keys: '[', does: 'Previous day', run: () => go(-1) },
    { keys: ']', does: 'Next day', run: () => go(1) },
  ])
}
