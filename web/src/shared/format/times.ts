import { NONE } from './numbers'

/** Times and dates in the reader's locale; days of a question are in its own zone. */

type When = string | number | Date | null | undefined

const formats = new Map<string, Intl.DateTimeFormat>()

function written(value: When, options: Intl.DateTimeFormatOptions): string {
  const date = instant(value)
  if (date === null) return NONE
  const key = JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(undefined, options)
  formats.set(key, known)
  return known.format(date)
}

function instant(value: When): Date | null {
  if (value === null || value === undefined) return null
  const date = value instanceof Date ? value : new Date(value)
  return Number.isNaN(date.getTime()) ? null : date
}

/** Return a day: 24 Nov 2026; without the current year. */
export function day(value: When, zone?: string): string {
  const year = instant(value)?.getUTCFullYear()
  return written(value, {
    day: 'numeric',
    month: 'short',
    ...(year !== new Date().getUTCFullYear() && { year: 'numeric' }),
    ...(zone && { timeZone: zone }),
  })
}

/** Return a day with its weekday: Fri 6 Nov 2026. */
export function date(value: When, zone?: string): string {
  return written(value, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(zone && { timeZone: zone }),
  })
}

/** Return an instant: 24 Nov, 08:00. */
export function time(value: When, zone?: string): string {
  return written(value, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(zone && { timeZone: zone }),
  })
}

/** Return the time of day: 08:00. */
export function clock(value: When, zone?: string): string {
  return written(value, {
    hour: '2-digit',
    minute: '2-digit',
    ...(zone && { timeZone: zone }),
  })
}

const AGES: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** Return how long ago: 3 hours ago; under a minute: just now. */
export function ago(value: When, now = Date.now()): string {
  const date = instant(value)
  if (date === null) return NONE
  const seconds = (date.getTime() - now) / 1000
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
  for (const [unit, length] of AGES) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return 'just now'
}

/** Return a duration in seconds as text: 1 h 54 min, 9.6 min, 42 s. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return NONE
  if (seconds < 60) return `${tenth(seconds)} s`
  if (seconds < 3600) return `${tenth(seconds / 60)} min`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function tenth(value: number): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(value)
}

/** Return the length of a clip: 0:15. */
export function runtime(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
