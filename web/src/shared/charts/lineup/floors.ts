import type { Span } from '../kit/labels'
import { type LineUpItem, ranked } from './data'

/** Where one item stands. */
export interface Stand {
  readonly item: LineUpItem
  readonly x: number
  /** The floor, 0 being the ruler; null for those of which only the tick is drawn. */
  readonly floor: number | null
}

const FLOORS = 4
const CROWD = 14
const GAP = 8
const WIDTH = { tall: 56, wide: 86 }

/** The width of an item's picture in px. */
export function pictureWidth(item: LineUpItem): number {
  return item.wide ? WIDTH.wide : WIDTH.tall
}

function footprint(item: LineUpItem, x: number): Span {
  const half = pictureWidth(item) / 2
  return { from: x - half, to: x + half }
}

function judged(item: LineUpItem): boolean {
  return (
    item.pencil !== undefined ||
    item.tone === 'win' ||
    item.tone === 'mislead' ||
    item.tone === 'odd'
  )
}

/**
 * Give every item the lowest floor on which it covers no other, judged ones choosing first, then
 * the better; those with too little data stand above all others. What finds no floor, and of a
 * crowd of more than 14 everything that is not judged, is a tick on the ruler.
 */
export function standOnFloors(
  items: readonly LineUpItem[],
  place: (value: number) => number,
): Stand[] {
  const order = ranked(items)
  const crowded = order.length > CROWD
  const rank = (item: LineUpItem): number => (item.tone === 'few' ? 2 : judged(item) ? 0 : 1)
  const choosing = [...order].sort((a, b) => rank(a) - rank(b))
  const floors: Span[][] = []
  let sure = 0
  const stands = choosing.map((item): Stand => {
    const x = place(item.estimate.value ?? 0)
    if (crowded && !judged(item)) return { item, x, floor: null }
    const floor = lowest(floors, footprint(item, x), item.tone === 'few' ? sure : 0)
    if (floor >= FLOORS) return { item, x, floor: null }
    floors[floor] = [...(floors[floor] ?? []), footprint(item, x)]
    if (item.tone !== 'few') sure = Math.max(sure, floor + 1)
    return { item, x, floor }
  })
  return stands.sort((a, b) => order.indexOf(a.item) - order.indexOf(b.item))
}

function lowest(floors: readonly (readonly Span[])[], wanted: Span, from: number): number {
  const clear = (floor: readonly Span[]): boolean =>
    floor.every((other) => wanted.from >= other.to + GAP || other.from >= wanted.to + GAP)
  let floor = from
  while (floor < floors.length && !clear(floors[floor] ?? [])) floor += 1
  return floor
}
