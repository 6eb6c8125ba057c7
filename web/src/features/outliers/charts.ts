import type { ForestData } from '@/shared/charts/forest/data'
import type { QuadrantData, QuadrantPoint } from '@/shared/charts/quadrant/data'
import { places } from '@/shared/url'

import type { Kind, Outlier, Promises, Standing } from './findings'

/** The most rows of a chart: those with the largest effect. */
const MOST_ROWS = 24

/** The most assets without a finding that are drawn around the findings. */
const MOST_AROUND = 120

/** Return the name of an outlier in a chart with several titles. */
export function nameOf({ level, name, titleName }: Outlier): string {
  return level === 'asset' && titleName !== null ? `${name}, ${titleName}` : name
}

/** Return how far outliers are from similar assets and titles. */
export function farOff(outliers: readonly Outlier[]): ForestData {
  return {
    name: 'Take rate',
    reference: 'similar ones',
    unit: 'change',
    rows: outliers.slice(0, MOST_ROWS).map((one) => ({
      id: `${one.level} ${one.id}`,
      name: nameOf(one),
      tone: 'odd',
      raw: { value: one.difference, low: one.low, high: one.high },
    })),
  }
}

/** Return assets by plays won and viewers kept; only findings are labelled. */
export function quadrantOf({ found, standings }: Promises): QuadrantData {
  const kinds = new Map(found.map(({ kind, standing }) => [standing.asset, kind]))
  const others = standings
    .filter(({ asset }) => !kinds.has(asset))
    .sort((a, b) => b.people - a.people)
    .slice(0, MOST_AROUND)
  const shown = [...others, ...standings.filter(({ asset }) => kinds.has(asset))]
  return { points: shown.flatMap((standing) => pointOf(standing, kinds.get(standing.asset))) }
}

function pointOf(standing: Standing, kind: Kind | undefined): QuadrantPoint[] {
  const { asset, name, title, titleName, winning, keeping } = standing
  if (!winning || !keeping) return []
  return [
    {
      id: asset,
      name: `${name}, ${titleName}`,
      tone: kind === undefined ? undefined : kind === 'CLICKBAIT' ? 'mislead' : 'win',
      quiet: kind === undefined,
      winning,
      keeping,
      href: title === null ? undefined : places.title(title, asset),
    },
  ]
}
