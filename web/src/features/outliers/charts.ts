import type { ChartTable } from '@/shared/charts/kit/table'
import type { QuadrantData, QuadrantPoint } from '@/shared/charts/quadrant/data'
import { places } from '@/shared/url'

import type { Kind, Outlier, Promises, Standing } from './findings'

/** The most assets without a finding that are drawn around the findings. */
const MOST_AROUND = 120

/** Return outliers as a table to export. */
export function tableOf(outliers: readonly Outlier[]): ChartTable {
  return {
    columns: [
      { label: 'Level' },
      { label: 'Id' },
      { label: 'Name' },
      { label: 'Title' },
      { label: 'Take rate', unit: 'rate' },
      { label: 'Similar ones', unit: 'rate' },
      { label: 'Difference', unit: 'change' },
      { label: 'Low', unit: 'change' },
      { label: 'High', unit: 'change' },
      { label: 'People', unit: 'count' },
      { label: 'Extra viewers', unit: 'count' },
      { label: 'q' },
    ],
    rows: outliers.map((one) => [
      one.level,
      one.id,
      one.name,
      one.titleName,
      one.observed,
      one.expected,
      one.difference,
      one.low,
      one.high,
      one.people,
      one.impact,
      one.q,
    ]),
  }
}

/** Return assets by plays won and viewers kept; only findings are labelled. */
export function quadrantOf(
  { found, standings }: Promises,
  keep: (href: string) => string,
): QuadrantData {
  const kinds = new Map(found.map(({ kind, standing }) => [standing.asset, kind]))
  const others = standings
    .filter(({ asset }) => !kinds.has(asset))
    .sort((a, b) => b.people - a.people)
    .slice(0, MOST_AROUND)
  const shown = [...others, ...standings.filter(({ asset }) => kinds.has(asset))]
  return {
    points: shown.flatMap((standing) => pointOf(standing, kinds.get(standing.asset), keep)),
  }
}

function pointOf(
  standing: Standing,
  kind: Kind | undefined,
  keep: (href: string) => string,
): QuadrantPoint[] {
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
      href: title === null ? undefined : keep(places.title(title, asset)),
    },
  ]
}
