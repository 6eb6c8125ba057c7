import { number } from '@/shared/format'

import type { Compared } from './BrokenStory'

/** An asset of a test: the share of people it got, and the planned one. */
interface Share {
  readonly asset: string
  readonly name: string
  readonly share: number
  readonly expected: number
}

/** The shares of a broken test, where they are furthest off. */
export interface BrokenBars {
  readonly rows: readonly Share[]
  /** The asset whose share is furthest off. */
  readonly worst: Share
  /** The end of the scale. */
  readonly most: number
  /** The segment of people in which they are off; null: everybody. */
  readonly slice: { dimension: string; value: string | null; people: number } | null
  /** How likely this is by chance, in words. */
  readonly chance: string
}

/** Return the shares of a broken comparison, in the slice where they are furthest off. */
export function brokenBars(compared: Compared | null): BrokenBars | null {
  if (!compared) return null
  const { allocation } = compared
  const names = new Map(compared.arms.map(({ asset, name }) => [asset, name]))
  const { assets, seen, slices } = allocation
  const set = allocation.expected ?? assets.map(() => 1 / assets.length)
  const [slice] = [...slices].sort((a, b) => off(b.shares, set) - off(a.shares, set))
  const shares = slice && off(slice.shares, set) > off(seen, set) ? slice.shares : seen
  const rows = assets.map((asset, n) => ({
    asset,
    name: names.get(asset) ?? asset,
    share: shares[n] ?? 0,
    expected: set[n] ?? 0,
  }))
  const [worst] = [...rows].sort((a, b) => gap(b) - gap(a))
  if (!worst) return null
  return {
    rows,
    worst,
    most: 1.15 * Math.max(...rows.flatMap(({ share, expected }) => [share, expected])),
    slice: shares === seen ? null : (slice ?? null),
    chance: chanceOf(allocation.p),
  }
}

function gap({ share, expected }: Share): number {
  return Math.abs(share - expected)
}

function off(shares: readonly number[], set: readonly number[]): number {
  return Math.max(0, ...shares.map((share, n) => Math.abs(share - (set[n] ?? 0))))
}

function chanceOf(p: number | null): string {
  if (p === null) return ''
  return p < 0.0001 ? 'chance: under 1 in 10,000' : `chance: 1 in ${number(Math.round(1 / p))}`
}
