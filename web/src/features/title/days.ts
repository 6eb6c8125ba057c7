const DAY = 86_400_000

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
  if (since === null && until === null) return { since: last, until: later(last, 1) }
  const next = { since: since && later(since, days), until: until && later(until, days) }
  return next.since !== null && next.since > last ? null : next
}

/** Return the day this many days later, as ISO text. */
function later(day: string, days: number): string {
  return new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * DAY)
    .toISOString()
    .slice(0, 10)
}
