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
    $place: QuestionInput!
    $places: Boolean!
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
    places: timeSeries(ask: $place) @include(if: $places) {
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
  const gaps = notices.flatMap((notice) => gapOf(notice) ?? [])
  const volumes = gaps.some(({ country }) => country === null)
  const countries = [...new Set(gaps.flatMap(({ country }) => country ?? []))].sort()
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
      place: {
        ...ask,
        measures: ['impressions', 'starts'],
        by: ['country'],
        where: { country: countries },
      },
      places: countries.length > 0,
    },
    { enabled: assets.length + titles.length + gaps.length > 0, keep: true },
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
  const country = gapOf(notice)?.country ?? null
  const id = assetId ?? titleId ?? country
  const series =
    assetId !== null
      ? trends.assets
      : titleId !== null
        ? trends.titles
        : country !== null
          ? trends.places
          : trends.volumes
  const line = series?.lines.find(
    (one) => one.measure === measure && (id === null || one.key[0] === id),
  )
  if (!series || !line) return null
  const from = Math.max(0, line.values.length - DAYS)
  const values = line.values.slice(from).map((value) => (typeof value === 'number' ? value : null))
  if (values.filter((value) => value !== null).length < 2) return null
  return { measure, values, complete: series.complete.slice(from).filter(Boolean).length }
}

/** Missing events: what is missing, and where; null is everywhere. */
interface Gap {
  readonly measure: 'impressions' | 'starts'
  readonly country: string | null
}

/** Return what is missing by a notice's subject: `impressions:DE:2026-11-28T00`; null for others. */
function gapOf({ kind, subject }: Subject): Gap | null {
  const parts = /^(impressions|starts):(?:(.+):)?\d{4}-\d{2}-\d{2}T\d{2}$/.exec(subject)
  if (kind !== 'VOLUME_GAP' || parts === null) return null
  return { measure: parts[1] as Gap['measure'], country: parts[2] ?? null }
}

function measureOf(notice: Subject): Measure | null {
  switch (notice.kind) {
    case 'CLICKBAIT':
    case 'OUTLIER':
      return 'take_rate'
    case 'BROKEN_TEST':
      return 'reach'
    case 'VOLUME_GAP':
      return gapOf(notice)?.measure ?? null
    case 'DAMAGED_FILE':
      return null
  }
}
