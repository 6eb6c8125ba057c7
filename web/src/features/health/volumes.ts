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

/** Compare the last complete days with their expected volume. */
export function volumeSentence(volumes: readonly Volume[], events: string): string | null {
  const known = volumes.filter(
    (one) => one.measure === events && one.whole && one.seen !== null && one.expected !== null,
  )
  const week = known.slice(-7)
  if (week.length === 0) return null
  const sum = (part: 'seen' | 'expected') => week.reduce((all, one) => all + (one[part] ?? 0), 0)
  const share = sum('seen') / sum('expected')
  const days = week.length === 1 ? 'day' : `${week.length} days`
  return `In the last ${days}, ${percent(share, 0)} of the usual weekday volume.`
}
