import type { NormRange } from '../interval/IntervalBar'
import type { Estimate } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import type { TipText } from '../kit/Tip'
import type { Tone } from '../kit/tone'
import { type Unit, show, showRange } from '../kit/units'

/** An asset at its figure. */
export interface LineUpItem {
  readonly id: string
  readonly name: string
  readonly letter: string
  /** Its picture; null without one. */
  readonly image: string | null
  /** Its text, if it is a synopsis. */
  readonly words?: string | undefined
  /** Whether the picture is landscape, like that of a clip. */
  readonly wide?: boolean | undefined
  readonly estimate: Estimate
  readonly people: number | null
  /** What similar assets usually get. */
  readonly norm?: NormRange | null | undefined
  readonly tone?: Tone | undefined
  /** The mark of a verdict: a ring around a winner, a cross over clickbait. */
  readonly pencil?: 'ring' | 'cross' | undefined
  readonly href?: string | undefined
}

export interface LineUpData {
  /** The measure, such as “Take rate”. */
  readonly name: string
  readonly unit: Unit
  /** The scale, shared by all bars of a measure on a page. */
  readonly domain: readonly [number, number]
  readonly items: readonly LineUpItem[]
  /** What is usual for each asset type: behind all items if they are of one, else at the top. */
  readonly norms: readonly LineUpNorm[]
  /** Whether the items are of several types. */
  readonly mixed: boolean
}

export interface LineUpNorm extends NormRange {
  /** Whose it is, such as “Usual for thriller artwork”. */
  readonly label: string
}

/** Return the items with figures, the best first. */
export function ranked(items: readonly LineUpItem[]): LineUpItem[] {
  return items
    .filter((item) => item.estimate.value !== null)
    .sort((a, b) => (b.estimate.value ?? 0) - (a.estimate.value ?? 0))
}

/** Return the tooltip of an item. */
export function itemTip(
  { name, letter, words, estimate, people, tone, norm }: LineUpItem,
  data: LineUpData,
): TipText {
  const lines: [string, string][] = [[data.name, show(estimate.value, data.unit)]]
  const range = showRange(estimate, data.unit)
  if (range) lines.push(['95% interval', range])
  if (norm)
    lines.push(['Usual for its type', showRange({ ...norm, value: norm.median }, data.unit)])
  if (people !== null) lines.push(['People', show(people, 'count')])
  // The words on a synopsis are part of its name (WCAG 2.5.3).
  const note = [tone === 'few' ? 'Not enough data' : '', words ?? ''].filter(Boolean).join('. ')
  return { title: `${letter} ${name}`, lines, note }
}

/** Return the figures as a table. */
export function lineUpTable({ name, unit, items }: LineUpData): ChartTable {
  return {
    columns: [
      { label: 'Asset' },
      { label: 'Letter' },
      { label: name, unit },
      { label: 'Low', unit },
      { label: 'High', unit },
      { label: 'People', unit: 'count' },
    ],
    rows: ranked(items).map(({ name: asset, letter, estimate: { value, low, high }, people }) => {
      return [asset, letter, value, low, high, people]
    }),
  }
}

/** Describe the first and the last asset and their figures. */
export function lineUpSentence({ name, unit, items }: LineUpData): string {
  const order = ranked(items)
  const [first, last] = [order[0], order.at(-1)]
  if (first === undefined || last === undefined) return `${name}: no asset has data`
  const said = ({ name: asset, estimate }: LineUpItem): string =>
    `${asset} ${show(estimate.value, unit)}`
  if (order.length === 1) return `${name}: ${said(first)}.`
  return `${name} of ${order.length} assets, from ${said(first)} down to ${said(last)}.`
}
