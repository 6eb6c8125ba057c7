import { day } from '@/shared/format'

/** Days as ISO text, 2026-11-24; the `until` of a question is the day after the last. */

/** Return the day this many days later, or earlier. */
export function shifted(iso: string, days: number): string {
  const date = new Date(`${iso}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Return the day of an instant in a zone. */
export function dayOf(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return parts.format(new Date(instant))
}

/** Return a range of dates in words. */
export function spanOf(since: string | null, until: string | null): string {
  const first = since === null ? null : day(since, 'UTC')
  const last = until === null ? null : day(shifted(until.slice(0, 10), -1), 'UTC')
  if (first === null && last === null) return 'all time'
  if (first === null) return `until ${last ?? ''}`
  if (last === null) return `since ${first}`
  return first === last ? first : `${first} – ${last}`
}

/** A range of dates to choose with one click. */
interface Preset {
  label: string
  since: string | null
  until: string | null
}

/** Return the ranges for data up to an instant, and for a title since its launch. */
export function presets(asOf: string | null, zone: string, launchedAt?: string | null): Preset[] {
  const found: Preset[] = [{ label: 'All time', since: null, until: null }]
  if (launchedAt) found.push({ label: 'Since launch', since: dayOf(launchedAt, zone), until: null })
  if (asOf) {
    const end = shifted(dayOf(asOf, zone), 1)
    for (const days of [7, 28, 90]) {
      found.push({ label: `Last ${days} days`, since: shifted(end, -days), until: end })
    }
  }
  return found
}

/** Return time zones: the local one, UTC, then the others by name. */
export function zones(): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}
