import { useMemo } from 'react'
import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { figuresOf } from '@/shared/charts/kit/estimate'
import { domainOf } from '@/shared/charts/kit/ticks'
import { type Origin, META } from '@/shared/figure'
import { type Filters, narrowed, shifted } from '@/shared/filters'
import { type Comparison, rateOf } from './comparison'
import { contextOf } from './taking'
import { drawn, type View } from './view'

const FACTS = graphql(
  `
    query ComparedFacts($ask: QuestionInput!) {
      question(ask: $ask) {
        columns {
          name
        }
        rows
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

const NORMS = graphql(`
  query ComparedNorms($ask: NormInput!) {
    norms(ask: $ask) {
      rows {
        asset
        percentile
        among
        peers
        usualLow
        usual
        usualHigh
        sentence
      }
    }
  }
`)

/** The usual rates of similar assets, and the rank of an asset among them. */
export type Norm = NonNullable<ResultOf<typeof NORMS>['norms']>['rows'][number]

/** Figures of an asset by measure. */
export type AssetFacts = Readonly<Record<string, number | null>>

const MEASURES = ['watch_seconds_per_profile', 'avg_watch_seconds']

/** Load more figures of the assets, in the same context as the comparison. */
export function useFacts(view: View, filters: Filters) {
  const { where, ...more } = narrowed(filters)
  const { firstDay, lastDay } = view.comparison
  const within = {
    ...more,
    since: more.since ?? firstDay,
    until: more.until ?? (lastDay === null ? null : shifted(lastDay, 1)),
  }
  const { data } = useAsk(
    FACTS,
    {
      ask: {
        measures: MEASURES,
        by: ['asset'],
        where: { ...where, ...contextOf(view) },
        intervals: view.comparison.level,
        ...within,
      },
    },
    { keep: true },
  )
  return useMemo(() => {
    const names = data?.question.columns.map(({ name }) => name) ?? []
    const rows = data?.question.rows ?? []
    const facts = new Map<string, AssetFacts>(
      rows.map((row) => [
        String(row[0]),
        Object.fromEntries(
          names.map((name, at) => [name, typeof row[at] === 'number' ? row[at] : null]),
        ),
      ]),
    )
    const origin: Origin | null = data?.question.meta ?? null
    return { facts, origin }
  }, [data])
}

/** Load the norms of the assets, if all belong to one title: those of several have no common scale. */
export function useNorms(view: View, filters: Filters): ReadonlyMap<string, Norm> {
  const titles = [...new Set(view.subjects.map(({ titleId }) => titleId))]
  const { data } = useAsk(
    NORMS,
    { ask: { title: titles[0] ?? '', ...narrowed(filters) } },
    { enabled: titles.length === 1, keep: true },
  )
  return useMemo(() => new Map(data?.norms?.rows.map((row) => [row.asset, row])), [data])
}

/** Return the scale that all bars of the deciding measure share. */
export function scaleOf(comparison: Comparison, norms: readonly Norm[]): [number, number] {
  const { scale } = drawn(comparison.measure)
  const rates = figuresOf(comparison.arms.map((arm) => scale(rateOf(arm, comparison.basis))))
  const usual = comparison.measure === 'take_rate' ? norms.flatMap(usualOf) : []
  const [low, high] = domainOf([...rates, ...usual], { room: 0.08 })
  return rounded(Math.max(0, low), high)
}

/** Return a scale with round ends. */
function rounded(low: number, high: number): [number, number] {
  const step = 10 ** Math.floor(Math.log10((high - low) / 2))
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step]
}

function usualOf({ usualLow, usualHigh }: Norm): number[] {
  return [usualLow, usualHigh].filter((one) => one !== null)
}
