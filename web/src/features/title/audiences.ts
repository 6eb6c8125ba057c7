import { graphql, type ResultOf, type ServiceError, useAsk } from '@/shared/api'
import { leavesOut, UNKNOWN } from '@/shared/charts/kit/estimate'
import type { HeatCell, HeatData } from '@/shared/charts/heatmap/data'
import { count, isSure, measure as wordsOf } from '@/shared/format'
import { mannerOf, thumbnailOf } from '@/shared/media'
import { places } from '@/shared/url'
import { type Figures, rowsBy } from './figures'
import { typeInQuestions } from './head'
import type { AudienceEffects } from './judgements'
import type { Card } from './placed'
import { charted, differenceUnitOf, unitOf } from './scale'
import type { Measure } from './state'
import { useMemo } from 'react'
import { asking, type Scope } from './useTitle'

/** The figures of each asset with each affinity, and of all assets together. */
export const AUDIENCES = graphql(`
  query TitleAudiences($cells: QuestionInput!, $means: QuestionInput!) {
    cells: question(ask: $cells) {
      columns {
        name
      }
      rows
    }
    means: question(ask: $means) {
      columns {
        name
      }
      rows
    }
  }
`)

type Answer = ResultOf<typeof AUDIENCES>

/** The figures of an audience. */
export interface AudienceRow {
  audience: string
  name: string
  all: Figures
  of: (assetId: string) => Figures | null
}

/** Return the audiences of an answer, the largest first; a store without any has none. */
function audiencesOf({ cells, means }: Answer): readonly AudienceRow[] {
  const each = rowsBy(cells, ['audience', 'asset'])
  const all = [...rowsBy(means, ['audience', 'audience_name'])]
  return all
    .filter(([key]) => !key.startsWith('\t'))
    .map(([key, figures]) => {
      const [audience = '', name = ''] = key.split('\t')
      const of = (asset: string) => each.get(`${audience}\t${asset}`) ?? null
      return { audience, name: name || audience, all: figures, of }
    })
    .sort((a, b) => (b.all.value('reach') ?? 0) - (a.all.value('reach') ?? 0))
}

/** A cell with fewer people than this has not enough data. */
export const FEW = 250

interface Heat {
  rows: readonly AudienceRow[]
  cards: readonly Card[]
  measure: Measure
  /** The best asset of each audience by the comparison, clickbait excluded; framed where sure. */
  effects: readonly AudienceEffects[]
  /** Cells with fewer people than this are hidden. */
  hidden: number
}

/** Return a heatmap of audiences and assets. */
export function heatOf({ rows, cards, measure, effects, hidden }: Heat): HeatData {
  const best = new Map(
    effects.flatMap((one) => (isSure(one.probability) ? [[one.audience, one.best]] : [])),
  )
  return {
    name: wordsOf(measure).label,
    unit: unitOf(measure),
    differenceUnit: differenceUnitOf(measure),
    rowsName: 'Audience',
    few: FEW,
    hidden,
    columns: cards.map(({ asset, letter, judged }) => ({
      id: asset.assetId,
      name: asset.name,
      letter,
      image: mannerOf(asset) === 'words' || asset.uri === null ? null : thumbnailOf(asset, 160),
      tone: judged.tone,
    })),
    rows: rows.map(({ audience, name, all }) => ({
      id: audience,
      name,
      fact: `${count(all.value('reach') ?? 0, 'person', 'people')} reached`,
      href: places.audience(audience),
      mean: charted(all.estimate(measure), measure).value,
    })),
    cells: rows.map((row) =>
      cards.map(({ asset }) => {
        const cell = cellOf(row.of(asset.assetId), row.all, measure)
        const framed = measure === 'take_rate' && best.get(row.audience) === asset.assetId
        return { ...cell, best: framed && cell.state === 'clear' }
      }),
    ),
  }
}

/** Return a cell: beyond chance if its interval excludes the row's mean. */
export function cellOf(cell: Figures | null, all: Figures, measure: Measure): HeatCell {
  if (cell === null) return { estimate: UNKNOWN, people: null, state: 'none' }
  if (cell.suppressed !== null) return { estimate: UNKNOWN, people: null, state: 'suppressed' }
  const estimate = charted(cell.estimate(measure), measure)
  const people = cell.value('reach')
  const mean = charted(all.estimate(measure), measure).value
  const state =
    people !== null && people < FEW
      ? 'few'
      : mean !== null && leavesOut(estimate, mean)
        ? 'clear'
        : 'unsure'
  return { estimate, people, state }
}

/** The figures of assets by affinity. */
export function useAudiences(scope: Scope): {
  rows: readonly AudienceRow[] | null
  error: ServiceError | null
  again: () => void
} {
  const asked = asking(scope)
  const where = { ...asked.where, asset_type: typeInQuestions(scope.title, scope.type) }
  const common = { ...asked, where, measures: ['reach', scope.measure] }
  const { data, error, refetch } = useAsk(
    AUDIENCES,
    {
      cells: { ...common, by: ['audience', 'asset'] },
      means: { ...common, by: ['audience'], labels: true },
    },
    { keep: true },
  )
  const rows = useMemo(() => (data ? audiencesOf(data) : null), [data])
  return { rows, error, again: () => void refetch() }
}
