import type { Estimate } from '../kit/estimate'
import type { ChartTable } from '../kit/table'
import { type Unit, show, showRange } from '../kit/units'

/** Two figures of an asset. */
export interface Pair {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly first: Estimate
  readonly second: Estimate
  /** A fact at the right, such as a share. */
  readonly fact?: string | undefined
}

export interface PairData {
  readonly name: string
  readonly unit: Unit
  /** The names of the two, such as “Explore, random” and “Exploit, chosen”. */
  readonly of: readonly [string, string]
  /** The name of the fact at the right, such as “share”. */
  readonly factName?: string | undefined
  readonly pairs: readonly Pair[]
}

/** Return a figure with its interval, if it has one. */
export function withRange(estimate: Estimate, unit: Unit): string {
  const range = showRange(estimate, unit)
  return `${show(estimate.value, unit)}${range && ` (${range})`}`
}

/** Return the figures as a table. */
export function pairTable({ unit, of, factName, pairs }: PairData): ChartTable {
  return {
    columns: [
      { label: 'Asset' },
      ...of.flatMap((name) => [
        { label: name, unit },
        { label: `${name}, low`, unit },
        { label: `${name}, high`, unit },
      ]),
      { label: factName ?? 'Note' },
    ],
    rows: pairs.map(({ name, first, second, fact }) => [
      name,
      ...[first, second].flatMap(({ value, low, high }) => [value, low, high]),
      fact ?? null,
    ]),
  }
}

/** Describe both figures of each row. */
export function pairSentence({ name, unit, of, pairs }: PairData): string {
  const rows = pairs.map(
    (pair) => `${pair.name} ${show(pair.first.value, unit)} and ${show(pair.second.value, unit)}`,
  )
  return `${name}, ${of[0]} and ${of[1]}: ${rows.join('; ')}.`
}
