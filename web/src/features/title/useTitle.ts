import { useMemo } from 'react'

import { type ServiceError, useAsk } from '@/shared/api'
import { type Filters, narrowed } from '@/shared/filters'
import type { StateOf, Where } from '@/shared/url'

import { COURSES, type Courses, coursesOf, usualGrain } from './courses'
import { byFirstExposure } from './exposures'
import { ASKED, FIGURES, type Figures, figuresOf, rowsBy } from './figures'
import { type Asset, assetsOf, type Title, typeInQuestions, usualType } from './head'
import { type Evidence, judge, type Judged, misleading } from './judged'
import { findingsOf, favouritesOf, isUnfiltered } from './findings'
import { COMPARISON, FAVOURITES, FINDINGS, type Norm, NORMS } from './judgements'
import { filtersOf, type Grain, type Measure, measureOf, type VIEW } from './state'
import type { Origin } from '@/shared/figure'

export type View = StateOf<typeof VIEW>

/** The data of a title's page; null while loading. */
export interface Known {
  /** The figures of each asset, all exposures. */
  figures: ReadonlyMap<string, Figures> | null
  /** The same, with those of the comparison where it has them: by first exposure. */
  compared: ReadonlyMap<string, Figures> | null
  totals: Figures | null
  origin: Origin | null
  courses: Courses | null
  norms: ReadonlyMap<string, Norm>
  evidence: Evidence
  judged: ReadonlyMap<string, Judged>
  /** Why there is no comparison. */
  unjudged: ServiceError | null
  /** Whether figures are still those of the previous view. */
  stale: boolean
  /** Why there are no figures. */
  error: ServiceError | null
  again: () => void
}

/** The scope of all questions of a title's page. */
export interface Scope {
  title: Title
  filters: Filters
  measure: Measure
  grain: Grain
  /** The filters that the page has by default. */
  usual: Where
  /** The type of assets that are compared. */
  type: string
}

/** Return the scope of a view of a title. */
export function scopeOf(title: Title, filters: Filters, view: View): Scope {
  return {
    title,
    filters,
    usual: filtersOf(title.filterValues).usual,
    measure: measureOf(view.sort),
    grain: view.grain === '' ? usualGrain(filters.since, filters.until) : view.grain,
    type: view.type || typeOf(assetsOf(title), filters),
  }
}

/** Return the asset type to compare: that of a filter, else artwork, else the most common. */
function typeOf(assets: readonly Asset[], { where }: Filters): string {
  const { values, not } = where.asset_type ?? { values: [] }
  if (values.length === 1 && !not && values[0]) return values[0]
  return usualType(assets)
}

/** Return the part that all questions of a view share. */
export function asking({ title, filters }: Scope) {
  const { where, ...rest } = narrowed(filters)
  return { ...rest, where: { ...where, title: title.titleId }, intervals: 0.95 }
}

/**
 * Load the data of a title's page: figures, time series and judgements.
 *
 * Figures stay on the page, marked as stale, while new ones load; judgements do not. The first
 * figures wait for the comparison, so that none changes its meaning.
 */
export function useTitle(scope: Scope): Known {
  const { title, filters, measure, grain, type } = scope
  const asked = useAsk(
    FIGURES,
    { ask: { measures: ASKED, by: ['asset'], ...asking(scope) } },
    { keep: true },
  )
  const course = useAsk(
    COURSES,
    { ask: { measures: [measure], by: ['asset'], grain, ...asking(scope) } },
    { keep: true },
  )
  const within = narrowed(filters)
  const of = { title: title.titleId, ...within }
  const compared = useAsk(
    COMPARISON,
    { ask: { ...of, assetType: typeInQuestions(title, type) } },
    { keep: true },
  )
  const norms = useAsk(NORMS, { ask: of }, { enabled: measure === 'take_rate' })
  const wide = isUnfiltered(filters, scope.usual)
  const found = useAsk(
    FINDINGS,
    wide ? { outliers: {}, authenticity: {} } : { outliers: within, authenticity: within },
  )
  const liked = useAsk(FAVOURITES, {}, { enabled: wide })
  const answer = asked.data?.question ?? null
  const settled = compared.data !== undefined || compared.error !== null
  const figures = useMemo(
    () => (answer === null || !settled ? null : rowsBy(answer, ['asset'])),
    [answer, settled],
  )
  const held = compared.error === null ? (compared.data?.compare ?? null) : null
  const first = useMemo(
    () => (figures === null ? null : byFirstExposure(figures, held)),
    [figures, held],
  )
  const judged = compared.isPlaceholderData ? undefined : compared.data
  const comparison = judged?.compare ?? null
  const tooFew = judged?.compare === null
  const findings = useMemo(
    () => (found.data ? findingsOf(title, found.data) : null),
    [title, found.data],
  )
  const favourites = useMemo(
    () => favouritesOf(title, wide ? liked.data : undefined),
    [title, wide, liked.data],
  )
  const kept = useKept({ comparison, findings }, within)
  const evidence = useMemo<Evidence>(
    () => ({
      assets: assetsOf(title),
      figures: first ?? new Map(),
      comparison,
      tooFew,
      kept,
      findings,
      favourites,
    }),
    [title, first, comparison, tooFew, kept, findings, favourites],
  )
  const series = course.data?.timeSeries ?? null
  const rows = norms.data?.norms?.rows ?? null
  return {
    figures,
    compared: first,
    totals: useMemo(() => (answer === null ? null : figuresOf(answer.totals)), [answer]),
    origin: answer?.meta ?? null,
    courses: useMemo(
      () => (series === null ? null : coursesOf(series, measure)),
      [series, measure],
    ),
    norms: useMemo(() => new Map(rows?.map((row) => [row.asset, row])), [rows]),
    evidence,
    judged: useMemo(() => judge(evidence), [evidence]),
    unjudged: compared.error,
    stale: asked.isPlaceholderData || course.isPlaceholderData || compared.isPlaceholderData,
    error: asked.error,
    again: () => void Promise.all([asked.refetch(), compared.refetch()]),
  }
}

/** Return the comparison, or one without clickbait; null while loading. */
function useKept(
  known: Pick<Evidence, 'comparison' | 'findings'>,
  within: ReturnType<typeof narrowed>,
): Evidence['kept'] {
  const { comparison } = known
  const out = misleading(known)
  const arms = comparison?.arms.map(({ asset }) => asset) ?? []
  const kept = arms.filter((asset) => !out.has(asset))
  const fewer = kept.length < arms.length && kept.length > 1
  const again = useAsk(COMPARISON, { ask: { assets: kept, ...within } }, { enabled: fewer })
  return fewer ? (again.data?.compare ?? null) : comparison
}
