import type { NormRange } from '@/shared/charts/interval/IntervalBar'
import { type Estimate, UNKNOWN } from '@/shared/charts/kit/estimate'
import { sorted } from '@/shared/ui'
import { standingOf } from './answer'
import { countsFirst } from './exposures'
import { type Figures, NOTHING } from './figures'
import type { Asset } from './head'
import { type Judged, UNJUDGED } from './judged'
import type { Norm } from './judgements'
import { charted, scaleOf } from './scale'
import { type Measure, measureOf, type Sort } from './state'
import type { Known, View } from './useTitle'

/**
 * Whether an asset's figures are shown, or else why not: they are loading, the test is broken, too
 * few people saw it, or nobody did.
 */
export type CardState = 'shown' | 'waiting' | 'withheld' | 'suppressed' | 'none'

/** An asset with everything that its card and the charts show. */
export interface Card {
  asset: Asset
  letter: string
  state: CardState
  figures: Figures
  /** Which exposures the measure counts; null where the page has no comparison. */
  exposures: 'first' | 'all' | null
  /** The measure of the page in chart units. */
  estimate: Estimate
  judged: Judged
  norm: NormRange | null
  /** Its rank among similar assets: Top 12% of thriller artwork. */
  standing: { place: string; among: string; sentence: string } | null
}

/** The assets of a title in one view. */
export interface Placed {
  measure: Measure
  /** Those with figures, sorted. */
  cards: readonly Card[]
  /** Those without figures in this view. */
  rest: readonly Card[]
  /** The scale of the measure. */
  domain: [number, number]
  /** The asset types, and how many assets of each have figures. */
  types: readonly { type: string; count: number }[]
}

interface Placing {
  assets: readonly Asset[]
  known: Pick<Known, 'figures' | 'compared' | 'norms' | 'judged' | 'evidence'>
  view: View
  letters: ReadonlyMap<string, string>
}

/** Sort the assets of a title and put them on one scale. */
export function placedOf({ assets, known, view, letters }: Placing): Placed {
  const measure = measureOf(view.sort)
  const all = assets.map((asset) =>
    cardOf(asset, letters.get(asset.assetId) ?? '', { known, view, measure }),
  )
  const present = all.filter(({ state }) => state !== 'suppressed' && state !== 'none')
  const chosen = (card: Card) => view.type === '' || card.asset.assetType === view.type
  const cards = inOrder(present.filter(chosen), view.sort)
  const norms = cards.flatMap(({ norm }) =>
    norm ? [{ value: norm.median, low: norm.low, high: norm.high }] : [],
  )
  return {
    measure,
    cards,
    rest: all.filter((card) => !present.includes(card) && chosen(card)),
    domain: scaleOf([...cards.map(({ estimate }) => estimate), ...norms]),
    types: typesOf(present),
  }
}

function inOrder(cards: readonly Card[], sort: Sort): readonly Card[] {
  return sorted(
    cards,
    ({ figures, state }) => (state === 'withheld' ? null : figures.value(sort)),
    sort !== 'short_play_rate',
  )
}

function typesOf(cards: readonly Card[]): Placed['types'] {
  const counts = new Map<string, number>()
  for (const { asset } of cards) {
    const type = asset.assetType
    counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].map(([type, count]) => ({ type, count }))
}

interface Around {
  known: Placing['known']
  view: View
  measure: Measure
}

function cardOf(asset: Asset, letter: string, { known, view, measure }: Around): Card {
  const { figures: all, compared } = known
  const first = view.exposures === 'first'
  const figures = (first ? compared : all)?.get(asset.assetId)
  const { comparison } = known.evidence
  const own = first && figures !== all?.get(asset.assetId) && countsFirst(measure)
  const broken = comparison?.verdict.kind === 'DONT_TRUST' && view.anyway === ''
  const withheld = broken && comparison.arms.some((arm) => arm.asset === asset.assetId)
  const state = known.figures === null ? 'waiting' : stateOf(figures, withheld)
  const norm = measure === 'take_rate' ? known.norms.get(asset.assetId) : undefined
  return {
    asset,
    letter,
    state,
    figures: figures ?? NOTHING,
    exposures: compared === all ? null : own ? 'first' : 'all',
    estimate: figures && state === 'shown' ? charted(figures.estimate(measure), measure) : UNKNOWN,
    judged: known.judged.get(asset.assetId) ?? UNJUDGED,
    norm: state === 'shown' ? rangeOf(norm) : null,
    standing: state === 'shown' ? standing(norm) : null,
  }
}

function stateOf(figures: Figures | undefined, withheld: boolean): CardState {
  if (figures === undefined) return 'none'
  if (figures.suppressed !== null) return 'suppressed'
  return withheld ? 'withheld' : 'shown'
}

function rangeOf(norm: Norm | undefined): NormRange | null {
  const { usualLow: low = null, usual: median = null, usualHigh: high = null } = norm ?? {}
  return low === null || median === null || high === null ? null : { low, median, high }
}

function standing(norm: Norm | undefined): Card['standing'] {
  const place = standingOf(norm?.percentile ?? null)
  return norm && place ? { place, among: norm.among, sentence: norm.sentence } : null
}
