import type { NormRange } from '../interval/IntervalBar'
import type { Estimate } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import type { TipText } from '../kit/Tip'
import type { Tone } from '../kit/tone'
import { type Unit, show, showRange } from '../kit/units'

/** An asset that stands at its figure. */
export interface LineUpItem {
  readonly id: string
  readonly name: string
  readonly letter: string
  /** Its picture; null where there is none. */
  readonly image: string | null
  /** Whether the picture lies (a clip's) or stands (a poster's). */
  readonly wide?: boolean | undefined
  readonly estimate: Estimate
  readonly people: number | null
  readonly tone?: Tone | undefined
  /** What a verdict draws: a ring around the winner, a cross over clickbait. */
  readonly pencil?: 'ring' | 'cross' | undefined
  readonly href?: string | undefined
}

export interface LineUpData {
  /** What is measured, such as “Take rate”. */
  readonly name: string
  readonly unit: Unit
  /** The scale, which all bars of a measure on a page share. */
  readonly domain: readonly [number, number]
  readonly items: readonly LineUpItem[]
  readonly norm?: (NormRange & { readonly label: string }) | null | undefined
}

/** Items in the order of their figures, the best first; those without any are left out. */
export function ranked(items: readonly LineUpItem[]): LineUpItem[] {
  return items
    .filter((item) => item.estimate.value !== null)
    .sort((a, b) => (b.estimate.value ?? 0) - (a.estimate.value ?? 0))
}

/** What an item holds beyond what is drawn. */
export function itemTip(
  { name, letter, estimate, people, tone }: LineUpItem,
  data: LineUpData,
): TipText {
  const lines: [string, string][] = [[data.name, show(estimate.value, data.unit)]]
  const range = showRange(estimate, data.unit)
  if (range) lines.push(['95% interval', range])
  if (people !== null) lines.push(['Profiles', show(people, 'count')])
  const note = tone === 'few' ? 'Too little data to be judged' : undefined
  return { title: `${letter} ${name}`, lines, note }
}

/** The figures as rows. */
export function lineUpTable({ name, unit, items }: LineUpData): ChartTable {
  return {
    columns: [
      { label: 'Asset' },
      { label: 'Letter' },
      { label: name, unit },
      { label: 'Low', unit },
      { label: 'High', unit },
      { label: 'Profiles', unit: 'count' },
    ],
    rows: ranked(items).map(({ name: asset, letter, estimate: { value, low, high }, people }) => {
      return [asset, letter, value, low, high, people]
    }),
  }
}

/** Say between which figures the assets stand, and which is first and last. */
export function lineUpSentence({ name, unit, items }: LineUpData): string {
  const order = ranked(items)
  const [first, last] = [order[0], order.at(-1)]
  if (first === undefined || last === undefined) return `${name}: no asset has data`
  const said = ({ name: asset, estimate }: LineUpItem): string =>
    `${asset} ${show(estimate.value, unit)}`
  if (order.length === 1) return `${name}: ${said(first)}.`
  return `${name} of ${order.length} assets, from ${said(first)} down to ${said(last)}.`
}
