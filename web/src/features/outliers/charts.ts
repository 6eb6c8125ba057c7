import type { ForestData } from '@/shared/charts/forest/data'
import type { QuadrantData, QuadrantPoint } from '@/shared/charts/quadrant/data'
import { places } from '@/shared/url'

import type { Kind, Outlier, Promises, Standing } from './findings'

/** So many rows a chart has at most: those that matter to most people. */
const MOST_ROWS = 24

/** So many assets that are as one would expect stand around those that are found. */
const MOST_AROUND = 120

/** What an outlier is called in a chart, of all titles. */
export function nameOf({ level, name, titleName }: Outlier): string {
  return level === 'asset' && titleName !== null ? `${name}, ${titleName}` : name
}

/** How far findings are from what their like get. */
export function farOff(outliers: readonly Outlier[]): ForestData {
  return {
    name: 'Take rate',
    reference: 'what its like would get',
    unit: 'change',
    rows: outliers.slice(0, MOST_ROWS).map((one) => ({
      id: `${one.level} ${one.id}`,
      name: nameOf(one),
      tone: 'odd',
      raw: { value: one.difference, low: one.low, high: one.high },
    })),
  }
}

/** Where assets stand between winning plays and keeping viewers; only what is found has its name. */
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
