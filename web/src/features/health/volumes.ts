import type { BandData } from '@/shared/charts/band/data'
import type { Estimate } from '@/shared/charts/kit/estimate'
import { measure, percent } from '@/shared/format'

import type { Volume } from './asked'

/** Return the name of a kind of events. */
export function eventsName(name: string): string {
  return name === 'starts' ? 'Plays' : measure(name).label
}

/** Return events by day with their expected volume; null with fewer than two days. */
export function volumeBand(volumes: readonly Volume[], events: string): BandData | null {
  const days = volumes.filter((one) => one.measure === events)
  if (days.length < 2) return null
  const open = days.find(({ whole }) => !whole)
  return {
    name: eventsName(events),
    unit: 'count',
    times: days.map(({ day }) => day),
    lines: [
      { id: 'seen', name: 'actual', tone: 'c1', values: days.map(({ seen }) => only(seen)) },
      { id: 'expected', name: 'expected', values: days.map(({ expected }) => only(expected)) },
    ],
    completeUntil: open?.day ?? null,
    fromZero: true,
  }
}

function only(value: number | null): Estimate {
  return { value, low: null, high: null }
}

/** The last complete days of some events, at most seven, compared with what is usual. */
interface Recent {
  readonly days: number
  /** Events relative to the same weekdays before. */
  readonly share: number
}

/** Compare the last complete days with their expected volume; null where too little is known. */
export function recentVolume(volumes: readonly Volume[], events: string): Recent | null {
  const known = volumes.filter(
    (one) => one.measure === events && one.whole && one.seen !== null && one.expected !== null,
  )
  const week = known.slice(-7)
  const sum = (part: 'seen' | 'expected') => week.reduce((all, one) => all + (one[part] ?? 0), 0)
  const expected = sum('expected')
  return expected > 0 ? { days: week.length, share: sum('seen') / expected } : null
}

/** Say how the last complete days compare with their expected volume. */
export function volumeSentence(volumes: readonly Volume[], events: string): string | null {
  const recent = recentVolume(volumes, events)
  if (recent === null) return null
  const share = percent(recent.share, 0)
  return `In the ${lastDays(recent)}, ${share} of the usual weekday volume.`
}

/** Name the days that are compared: last 7 days. */
export function lastDays({ days }: Recent): string {
  return days === 1 ? 'last day' : `last ${days} days`
}
