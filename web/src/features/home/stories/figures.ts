import { fixed } from '@/shared/format'

interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Return the usual word for an asset of a type: poster, clip, synopsis. */
export function thing(assetType: string | null): string {
  switch (assetType) {
    case null:
      return 'asset'
    case 'artwork':
      return 'poster'
    case 'video':
      return 'clip'
    default:
      return assetType
  }
}

/** Return half the interval of a difference of rates, in points: ± 1.8. */
export function margin({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  if (low === null || high === null) return 'not enough data'
  return `± ${fixed((100 * (high - low)) / 2)}`
}

/** Return a scale that holds all intervals with some room at both ends. */
export function scaleOf(estimates: readonly Estimate[]): [number, number] {
  const lows = estimates.flatMap(({ low, value }) => low ?? value ?? [])
  const highs = estimates.flatMap(({ high, value }) => high ?? value ?? [])
  if (lows.length === 0 || highs.length === 0) return [0, 1]
  const [low, high] = [Math.min(...lows), Math.max(...highs)]
  const room = (high - low || high || 1) * 0.06
  return [Math.max(0, low - room), high + room]
}
