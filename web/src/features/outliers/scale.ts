/** Return a scale for relative differences, with zero and room for all intervals. */
export function scaleOf(found: readonly { low: number; high: number }[]): [number, number] {
  const low = Math.min(0, ...found.map((one) => one.low))
  const high = Math.max(0, ...found.map((one) => one.high))
  const room = (high - low || 1) * 0.03
  return [low - room, high + room]
}
