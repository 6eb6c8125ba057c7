import { graphql, type ResultOf, useAsk } from '@/shared/api'
import type { ShownNotice } from '@/shared/notices'

const TRENDS = graphql(`
  query HomeTrends(
    $asset: QuestionInput!
    $title: QuestionInput!
    $all: QuestionInput!
    $assets: Boolean!
    $titles: Boolean!
    $volumes: Boolean!
  ) {
    assets: timeSeries(ask: $asset) @include(if: $assets) {
      complete
      lines {
        key
        measure
        values
      }
    }
    titles: timeSeries(ask: $title) @include(if: $titles) {
      complete
      lines {
        key
        measure
        values
      }
    }
    volumes: timeSeries(ask: $all) @include(if: $volumes) {
      complete
      lines {
        key
        measure
        values
      }
    }
  }
`)

export type Trends = ResultOf<typeof TRENDS>

/** A measure by day: the newest days of a sparkline. */
export interface Trend {
  readonly measure: Measure
  readonly values: readonly (number | null)[]
  /** How many of these days are complete. */
  readonly complete: number
}

type Measure = 'take_rate' | 'reach' | 'impressions' | 'starts'
type Subject = Pick<ShownNotice, 'kind' | 'titleId' | 'assetId' | 'subject'>

/** The most days of a trend. */
const DAYS = 56

/** The course of what some notices are about. */
export function useTrends(notices: readonly Subject[]): Trends | undefined {
  const assets = ids(notices, ({ assetId }) => assetId)
  const titles = ids(notices, ({ titleId, assetId }) => (assetId === null ? titleId : null))
  const volumes = notices.some(({ kind }) => kind === 'VOLUME_GAP')
  const ask = { grain: 'day' }
  const { data } = useAsk(
    TRENDS,
    {
      asset: { ...ask, measures: ['take_rate'], by: ['asset'], where: { asset: assets } },
      title: { ...ask, measures: ['take_rate', 'reach'], by: ['title'], where: { title: titles } },
      all: { ...ask, measures: ['impressions', 'starts'] },
      assets: assets.length > 0,
      titles: titles.length > 0,
      volumes,
    },
    { enabled: assets.length + titles.length > 0 || volumes, keep: true },
  )
  return data
}

function ids(notices: readonly Subject[], of: (notice: Subject) => string | null): string[] {
  return [...new Set(notices.flatMap((notice) => of(notice) ?? []))].sort()
}

/** Return the course of what a notice is about; null without one, or with fewer than two days. */
export function trendOf(trends: Trends, notice: Subject): Trend | null {
  const measure = measureOf(notice)
  if (measure === null) return null
  const { assetId, titleId } = notice
  const id = assetId ?? titleId
  const series =
    assetId !== null ? trends.assets : titleId !== null ? trends.titles : trends.volumes
  const line = series?.lines.find(
    (one) => one.measure === measure && (id === null || one.key[0] === id),
  )
  if (!series || !line) return null
  const from = Math.max(0, line.values.length - DAYS)
  const values = line.values.slice(from).map((value) => (typeof value === 'number' ? value : null))
  if (values.filter((value) => value !== null).length < 2) return null
  return { measure, values, complete: series.complete.slice(from).filter(Boolean).length }
}

function measureOf({ kind, subject }: Subject): Measure | null {
  switch (kind) {
    case 'CLICKBAIT':
    case 'OUTLIER':
      return 'take_rate'
    case 'BROKEN_TEST':
      return 'reach'
    case 'VOLUME_GAP':
      // Of all countries together; a country's would need its own line.
      return (/^(impressions|starts):\d{4}-/.exec(subject)?.[1] as Measure | undefined) ?? null
    case 'DAMAGED_FILE':
      return null
  }
}
