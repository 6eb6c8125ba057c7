import type { Box } from './labels'

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * Return the box that a key moves to: the nearest one in its direction, with sideways distance
 * counting more; Home and End move to the first and the last. Null if there is none.
 */
export function nextSpot(boxes: readonly Box[], from: number, key: string): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return boxes.length - 1
  const way = WAYS[key]
  const start = boxes[from]
  if (way === undefined || start === undefined) return null
  const [dx, dy] = way
  let best: number | null = null
  let least = Infinity
  boxes.forEach((box, index) => {
    const x = middle(box.x, box.width) - middle(start.x, start.width)
    const y = middle(box.y, box.height) - middle(start.y, start.height)
    const along = x * dx + y * dy
    const far = along + 3 * Math.abs(x * dy + y * dx)
    if (index !== from && along > 0.5 && far < least) {
      least = far
      best = index
    }
  })
  return best
}

function middle(from: number, size: number): number {
  return from + size / 2
}
