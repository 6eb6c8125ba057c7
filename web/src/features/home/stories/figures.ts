import { fixed } from '@/shared/format'

interface Estimate {
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
}

/** What people call an asset of a type: poster, trailer, synopsis. */
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

/** How far the interval of a difference of rates reaches to either side, in points: ± 1.8. */
export function margin({ low, high }: Pick<Estimate, 'low' | 'high'>): string {
  if (low === null || high === null) return 'too little data'
  return `± ${fixed((100 * (high - low)) / 2)}`
}

/** A scale with room around all intervals: the first and the last are not at its ends. */
export function scaleOf(estimates: readonly Estimate[]): [number, number] {
  const lows = estimates.flatMap(({ low, value }) => low ?? value ?? [])
  const highs = estimates.flatMap(({ high, value }) => high ?? value ?? [])
  if (lows.length === 0 || highs.length === 0) return [0, 1]
  const [low, high] = [Math.min(...lows), Math.max(...highs)]
  const room = (high - low || high || 1) * 0.06
  return [Math.max(0, low - room), high + room]
}

/** The share of something as whole per cents of more or less: 50% more, 39% fewer. */
export function moreOrLess(ratio: number, less: 'less' | 'fewer' = 'less'): string {
  const rounded = Math.round(Math.abs(ratio) * 100)
  return `${rounded}% ${ratio < 0 ? less : 'more'}`
}
