/** A rectangle in px, y downwards. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Return whether two boxes overlap in more than an edge. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Return whether `inner` is inside `outer`. */
export function within(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

/**
 * Move heights apart so that neighbours are at least `gap` apart and all are from `low` to `high`, by
 * as little as possible (least squares: isotonic regression by pooling neighbours). Returns the new
 * heights in the order of `wanted`; null for the last ones where not all fit.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  low: number,
  high: number,
): (number | null)[] {
  const room = high < low ? 0 : Math.floor((high - low) / gap + 1e-9) + 1
  const kept = wanted.slice(0, room)
  const order = kept.map((_, index) => index).sort((a, b) => (kept[a] ?? 0) - (kept[b] ?? 0))
  const last = high - (order.length - 1) * gap
  const pooled = pool(order.map((index, rank) => (kept[index] ?? 0) - rank * gap))
  const placed: (number | null)[] = wanted.map(() => null)
  order.forEach((index, rank) => {
    placed[index] = Math.min(Math.max(pooled[rank] ?? low, low), last) + rank * gap
  })
  return placed
}

function pool(values: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = []
  for (const value of values) {
    let block = { sum: value, count: 1 }
    for (let top = blocks.at(-1); top && mean(top) > mean(block); top = blocks.at(-1)) {
      block = { sum: top.sum + block.sum, count: top.count + block.count }
      blocks.pop()
    }
    blocks.push(block)
  }
  return blocks.flatMap((block) => Array.from({ length: block.count }, () => mean(block)))
}

function mean(block: { readonly sum: number; readonly count: number }): number {
  return block.sum / block.count
}

/** A mark with the size of its label. */
export interface Marked {
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly width: number
  readonly height: number
}

/**
 * Place labels to the right of, left of, above or below their marks, so that none leaves the frame,
 * covers a mark or overlaps another label or a `taken` box. Earlier marks choose first; null where
 * there is no room.
 */
export function placeLabels(
  marks: readonly Marked[],
  frame: Box,
  taken: readonly Box[] = [],
): (Box | null)[] {
  const full = [...taken, ...marks.map(ground)]
  return marks.map((mark) => {
    const free = places(mark).find(
      (box) => within(box, frame) && !full.some((other) => overlap(box, other)),
    )
    if (free !== undefined) full.push(free)
    return free ?? null
  })
}

function ground({ x, y, radius }: Marked): Box {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }
}

function places({ x, y, radius, width, height }: Marked): Box[] {
  const off = radius + 3
  const box = (left: number, top: number): Box => ({ x: left, y: top, width, height })
  return [
    box(x + off, y - height / 2),
    box(x - off - width, y - height / 2),
    box(x - width / 2, y - off - height),
    box(x - width / 2, y + off),
    box(x + radius, y - off - height),
    box(x + radius, y + off),
    box(x - radius - width, y - off - height),
    box(x - radius - width, y + off),
  ]
}

/** A stretch of a line in px. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Return the lowest row for each span in which it is at least `gap` from earlier ones. */
export function stackRows(spans: readonly Span[], gap = 0): number[] {
  const rows: Span[][] = []
  return spans.map((span) => {
    const clear = (row: readonly Span[]): boolean =>
      row.every((other) => span.from >= other.to + gap || other.from >= span.to + gap)
    const found = rows.findIndex(clear)
    const row = found === -1 ? rows.push([]) - 1 : found
    rows[row]?.push(span)
    return row
  })
}
