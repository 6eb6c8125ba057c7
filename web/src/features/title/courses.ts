import { graphql, type ResultOf } from '@/shared/api'
import type { BandData, BandLine } from '@/shared/charts/band/data'
import type { Estimate } from '@/shared/charts/kit/estimate'
import type { Tone } from '@/shared/charts/kit/tone'
import { META } from '@/shared/figure'
import { measure as wordsOf } from '@/shared/format'

import type { Asset } from './head'
import type { Judged } from './judged'
import { charted, unitOf } from './scale'
import type { Grain, Measure } from './state'

/** One measure of all assets of a title over time, in one question. */
export const COURSES = graphql(
  `
    query TitleCourses($ask: QuestionInput!) {
      timeSeries(ask: $ask) {
        times
        complete
        lines {
          key
          measure
          values
        }
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

export type TimeSeries = ResultOf<typeof COURSES>['timeSeries']

/** One measure of all assets over time. */
export interface Courses {
  times: readonly string[]
  /** How many steps, from the first, are complete. */
  complete: number
  of: (assetId: string) => readonly Estimate[] | null
}

/** Return one measure of a time series. */
export function coursesOf(series: TimeSeries, measure: Measure): Courses {
  const lines = new Map(
    series.lines.map((line) => [`${String(line.key[0])}\t${line.measure}`, line.values]),
  )
  const values = (asset: string, name: string, at: number): number | null => {
    const value = lines.get(`${asset}\t${name}`)?.[at]
    return typeof value === 'number' ? value : null
  }
  const first = series.complete.indexOf(false)
  return {
    times: series.times,
    complete: first === -1 ? series.times.length : first,
    of: (asset) =>
      lines.has(`${asset}\t${measure}`)
        ? series.times.map((_, at) => {
            const value = values(asset, measure, at)
            const [low, high] = [
              values(asset, `${measure}_low`, at),
              values(asset, `${measure}_high`, at),
            ]
            return charted({ value, low, high }, measure)
          })
        : null,
  }
}

const DAY = 86_400_000
const MANY_DAYS = 45

/** Return the grain that suits a range of dates: weeks where there are many days. */
export function usualGrain(since: string | null, until: string | null): Grain {
  if (since === null) return 'week'
  const end = until === null ? Date.now() : Date.parse(until)
  const days = (end - Date.parse(since)) / DAY
  return days <= 2 ? 'hour' : days <= MANY_DAYS ? 'day' : 'week'
}

interface Drawn {
  courses: Courses
  measure: Measure
  /** In the order of the gallery. */
  assets: readonly Asset[]
  letterOf: (assetId: string) => string
  judged: ReadonlyMap<string, Judged>
}

const NAMED: readonly Tone[] = ['c1', 'c2', 'c3']

/** Return a chart over time: judged assets in their colour, and the first of the others. */
export function bandOf({ courses, measure, assets, letterOf, judged }: Drawn): BandData {
  const shown = assets.flatMap((asset) => {
    const values = courses.of(asset.assetId)
    return values === null ? [] : [{ asset, values, tone: judged.get(asset.assetId)?.tone }]
  })
  const loud = shown.filter(({ tone }) => tone === 'win' || tone === 'mislead')
  const rest = shown.filter((one) => !loud.includes(one))
  const tones = new Map<string, Tone>(
    rest
      .slice(0, NAMED.length - loud.length)
      .map(({ asset }, n) => [asset.assetId, NAMED[n] ?? 'c1']),
  )
  const lines = shown.map(({ asset: { assetId, name }, values, tone }): BandLine => ({
    id: assetId,
    letter: letterOf(assetId),
    name,
    tone: tone === 'win' || tone === 'mislead' ? tone : tones.get(assetId),
    values,
  }))
  return {
    name: wordsOf(measure).label,
    unit: unitOf(measure),
    times: courses.times,
    completeUntil: courses.times[courses.complete] ?? null,
    lines,
  }
}
