import { time } from '@/shared/format'

const QUARTER_MS = 15 * 60_000

/** Return the last quarter of an hour as ISO text: times of the store fall on those. */
export function quarterHour(now: number): string {
  return new Date(Math.floor(now / QUARTER_MS) * QUARTER_MS).toISOString()
}

/** Return an instant in words: 24 Nov, 08:00 UTC. */
export function timeWords(instant: string): string {
  return `${time(instant, 'UTC')} UTC`
}
