import { type Estimate, figuresOf, isKnown, leavesOut } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import { domainOf } from '../kit/ticks'
import type { Tone } from '../kit/tone'
import { type Unit, show, showBare, showDoubt, showTick, unitWord } from '../kit/units'
import { capital } from '@/shared/format'

/** The difference of an asset, or an audience, from the reference. */
export interface ForestRow {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly tone?: Tone | undefined
  readonly raw: Estimate
  /** The difference on another basis, such as adjusted for country, device and so on. */
  readonly adjusted?: Estimate | null | undefined
}

/** How much worse something may get; a line with a label. */
export interface Margin {
  readonly at: number
  readonly label: string
}

export interface ForestData {
  /** The measure, such as “Take rate”. */
  readonly name: string
  /** The reference, such as “Inês, close-up”. */
  readonly reference: string
  readonly unit: Unit
  readonly rows: readonly ForestRow[]
  /** The name of the other basis; “adjusted” by default. */
  readonly otherwise?: string | undefined
  /** Differences below this, in both directions, do not matter. */
  readonly zone?: number | null | undefined
  readonly margin?: Margin | null | undefined
  /** The scale, if several charts share one. */
  readonly domain?: readonly [number, number] | undefined
}

/** Return the scale: all figures, zero, the zone and the margin. */
export function forestDomain({
  rows,
  zone,
  margin,
  domain,
}: ForestData): readonly [number, number] {
  if (domain) return domain
  const drawn = figuresOf(
    rows.flatMap((row) => (row.adjusted ? [row.raw, row.adjusted] : [row.raw])),
  )
  const furniture = [zone ? [-zone, zone] : [], margin ? [margin.at] : []].flat()
  return domainOf([...drawn, ...furniture], { zero: true })
}

/** Return whether the difference of a row could be chance. */
export function unsure(row: ForestRow): boolean {
  return !leavesOut(row.raw)
}

/** Return a difference with its interval, such as “+1.4 ± 1.0”. */
export function differenceText({ raw }: ForestRow, unit: Unit): { value: string; doubt: string } {
  return {
    value: show(raw.value, unit),
    doubt: isKnown(raw) ? showDoubt(raw, unit) : 'not enough data',
  }
}

/** Return the figures as a table. */
export function forestTable({ rows, unit, reference, otherwise }: ForestData): ChartTable {
  const adjusted = rows.some((row) => row.adjusted)
  return {
    columns: [
      { label: `Compared with ${reference}` },
      { label: 'Difference', unit },
      { label: 'Low', unit },
      { label: 'High', unit },
      ...(adjusted ? [{ label: capital(otherwise ?? 'adjusted'), unit }] : []),
    ],
    rows: rows.map((row) => [
      row.name,
      row.raw.value,
      row.raw.low,
      row.raw.high,
      ...(adjusted ? [row.adjusted?.value ?? null] : []),
    ]),
  }
}

/** Describe each difference, and whether it could be chance. */
export function forestSentence({ name, reference, rows, unit, margin }: ForestData): string {
  const word = unitWord(unit)
  const said = rows.map((row) => {
    if (row.raw.value === null) return `${row.name} has not enough data`
    const { value, doubt } = differenceText(row, unit)
    const figure = [value, word].filter(Boolean).join(' ')
    return `${row.name} ${figure} ${doubt}${unsure(row) ? ', could be chance' : ''}`
  })
  const limit = margin ? ` The margin is ${showTick(margin.at, unit)}: ${margin.label}.` : ''
  return `${name} compared with ${reference}: ${said.join('; ')}.${limit}`
}

/** Return the lines of a row's tooltip. */
export function forestTip(
  row: ForestRow,
  { unit, otherwise }: Pick<ForestData, 'unit' | 'otherwise'>,
): (readonly [string, string])[] {
  const range = ({ low, high }: Estimate): string =>
    `${showBare(low, unit)} to ${showBare(high, unit)}`
  const lines: [string, string][] = [
    ['Difference', show(row.raw.value, unit)],
    ['Interval', isKnown(row.raw) ? range(row.raw) : 'none yet'],
  ]
  if (row.adjusted) lines.push([capital(otherwise ?? 'adjusted'), show(row.adjusted.value, unit)])
  return lines
}
