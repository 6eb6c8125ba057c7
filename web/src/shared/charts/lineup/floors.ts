import type { Span } from '../kit/labels'
import { type LineUpItem, ranked } from './data'

/** The position of an item. */
export interface Stand {
  readonly item: LineUpItem
  readonly x: number
  /** The floor, 0 being the ruler; null if only a tick is drawn. */
  readonly floor: number | null
}

const FLOORS = 4
const APART = 3
const CROWD = 14
const GAP = 8
const SIZES = {
  tall: { width: 48, height: 72 },
  wide: { width: 86, height: 48 },
  words: { width: 96, height: 48 },
}

/** Return the size of an item's picture, or of its words, in px. */
export function pictureSize({ words, wide = false }: LineUpItem): typeof SIZES.tall {
  if (words !== undefined) return SIZES.words
  return wide ? SIZES.wide : SIZES.tall
}

/** The spans of an item: of its picture alone, and together with its interval. */
interface Footprint {
  readonly picture: Span
  readonly whole: Span
}

function footprint(item: LineUpItem, place: (value: number) => number): Footprint {
  const { value, low, high } = item.estimate
  const x = place(value ?? 0)
  const half = pictureSize(item).width / 2
  const picture = { from: x - half, to: x + half }
  return {
    picture,
    whole: {
      from: Math.min(picture.from, low === null ? x : place(low)),
      to: Math.max(picture.to, high === null ? x : place(high)),
    },
  }
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
 * Place every item on the lowest floor where it overlaps no other; judged items choose first, then
 * better ones. Intervals are also kept apart if three floors are enough. Items without enough data are
 * above all others. Items without a floor, and those without a judgement if there are more than 14, are
 * ticks on the ruler.
 */
export function standOnFloors(
  items: readonly LineUpItem[],
  place: (value: number) => number,
): Stand[] {
  const order = ranked(items)
  const crowded = order.length > CROWD
  const rank = (item: LineUpItem): number => (item.tone === 'few' ? 2 : judged(item) ? 0 : 1)
  const choosing = [...order].sort((a, b) => rank(a) - rank(b))
  const floors: Footprint[][] = []
  let sure = 0
  const stands = choosing.map((item): Stand => {
    const x = place(item.estimate.value ?? 0)
    if (crowded && !judged(item)) return { item, x, floor: null }
    const own = footprint(item, place)
    const from = item.tone === 'few' ? sure : 0
    const apart = lowest(floors, own, 'whole', from)
    const floor = apart < APART ? apart : lowest(floors, own, 'picture', from)
    if (floor >= FLOORS) return { item, x, floor: null }
    floors[floor] = [...(floors[floor] ?? []), own]
    if (item.tone !== 'few') sure = Math.max(sure, floor + 1)
    return { item, x, floor }
  })
  return stands.sort((a, b) => order.indexOf(a.item) - order.indexOf(b.item))
}

function lowest(
  floors: readonly (readonly Footprint[])[],
  own: Footprint,
  part: keyof Footprint,
  from: number,
): number {
  const { from: start, to: end } = own[part]
  const clear = (floor: readonly Footprint[]): boolean =>
    floor.every((other) => start >= other[part].to + GAP || other[part].from >= end + GAP)
  let floor = from
  while (floor < floors.length && !clear(floors[floor] ?? [])) floor += 1
  return floor
}
