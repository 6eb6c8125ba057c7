import type { BandData } from '@/shared/charts/band/data'
import type { Estimate } from '@/shared/charts/kit/estimate'
import { measure, percent } from '@/shared/format'

import type { Volume } from './asked'

/** What events are called here. */
export function eventsName(name: string): string {
  return name === 'starts' ? 'Plays' : measure(name).label
}

/** Events by day beside what was to be expected; null where there are no days. */
export function volumeBand(volumes: readonly Volume[], events: string): BandData | null {
  const days = volumes.filter((one) => one.measure === events)
  if (days.length < 2) return null
  const open = days.find(({ whole }) => !whole)
  return {
    name: eventsName(events),
    unit: 'count',
    times: days.map(({ day }) => day),
    lines: [
      { id: 'seen', name: 'came', tone: 'c1', values: days.map(({ seen }) => only(seen)) },
      { id: 'expected', name: 'expected', values: days.map(({ expected }) => only(expected)) },
    ],
    completeUntil: open?.day ?? null,
    fromZero: true,
  }
}

function only(value: number | null): Estimate {
  return { value, low: null, high: null }
}

/** Say how the last whole day and the last week compare with what was to be expected. */
export function volumeSentence(volumes: readonly Volume[], events: string): string | null {
  const known = volumes.filter(
    (one) => one.measure === events && one.whole && one.seen !== null && one.expected !== null,
  )
  const week = known.slice(-7)
  if (week.length === 0) return null
  const sum = (part: 'seen' | 'expected') => week.reduce((all, one) => all + (one[part] ?? 0), 0)
  const share = sum('seen') / sum('expected')
  const days = week.length === 1 ? 'day' : `${week.length} days`
  return `In the last ${days} ${percent(share, 0)} of what the same weekdays before let expect.`
}
