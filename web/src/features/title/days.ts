import { type Filters, type SetFilters, shifted } from '@/shared/filters'
import { useShortcuts } from '@/shared/keys'

interface Span {
  since: string | null
  until: string | null
}

/**
 * Return a range of dates moved by some days; without a range, the last day with data.
 *
 * Null beyond the data.
 */
export function moved({ since, until }: Span, asOf: string | null, days: number): Span | null {
  if (asOf === null) return null
  const last = asOf.slice(0, 10)
  if (since === null && until === null) return { since: last, until: shifted(last, 1) }
  const next = {
    since: since && shifted(since.slice(0, 10), days),
    until: until && shifted(until.slice(0, 10), days),
  }
  return next.since !== null && next.since > last ? null : next
}

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
