import { useAsk } from '@/shared/api'
import { UNKNOWN } from '@/shared/charts/kit/estimate'
import type { PairData } from '@/shared/charts/pairs/data'
import { Pairs } from '@/shared/charts/pairs/Pairs'
import { count, measure as wordsOf, percent } from '@/shared/format'
import { Empty, ErrorMessage, Panel, Skeleton } from '@/shared/ui'

import type { PartProps } from './Evidence'
import { FIGURES, type Figures, rowsBy } from './figures'
import type { Card } from './placed'
import { charted, unitOf } from './scale'
import type { Measure } from './state'
import { asking, type Scope } from './useTitle'

const TITLE = 'Explore and Exploit'

/** The text where one of the phases, or both, are missing. */
const WITHOUT = {
  chosen: ['Everything was shown at random.', 'Rates are directly comparable.'],
  random: [
    'Nothing was shown at random.',
    'A model chose who saw what, so differences may come from the people rather than the assets.',
  ],
  unsaid: [
    'These impressions have no phase.',
    'Add the column phase, with explore or exploit, to see random and chosen ones apart.',
  ],
  both: ['No impressions in this view.', 'Widen the dates or the audience to see figures.'],
} as const

/** Rates when shown at random beside those when chosen by a model, which are biased. */
export function Phases({ scope, placed }: PartProps) {
  const { data, error, refetch } = useAsk(FIGURES, { ask: askOf(scope) }, { keep: true })
  if (error) return <ErrorMessage error={error} retry={() => void refetch()} />
  if (!data) {
    return (
      <Panel title={TITLE}>
        <Skeleton height="240px" />
      </Panel>
    )
  }
  const rows = rowsBy(data.question, ['phase', 'asset'])
  const chosen = sum(rows, 'exploit', 'reach')
  const random = sum(rows, 'explore', 'reach')
  if (chosen === 0 || random === 0) {
    const [fact, why] = WITHOUT[missing(random, chosen, rows)]
    return (
      <Panel title={TITLE}>
        <Empty fact={fact}>{why}</Empty>
      </Panel>
    )
  }
  return (
    <Pairs
      title={TITLE}
      lead={`Exploit reached ${count(chosen, 'person', 'people')}. Chosen by a model, so not comparable. Bars: 95% intervals.`}
      data={pairsOf(rows, placed.cards, scope.measure)}
    />
  )
}

function missing(random: number, chosen: number, rows: Rows): keyof typeof WITHOUT {
  if (random > 0) return 'chosen'
  if (chosen > 0) return 'random'
  return rows.size > 0 ? 'unsaid' : 'both'
}

function askOf(scope: Scope) {
  const { where } = scope.filters
  const others = Object.entries(where).filter(([dimension]) => dimension !== 'phase')
  return {
    ...asking({ ...scope, filters: { ...scope.filters, where: Object.fromEntries(others) } }),
    measures: ['reach', 'impressions', scope.measure],
    by: ['phase', 'asset'],
  }
}

type Rows = ReadonlyMap<string, Figures>

function sum(rows: Rows, phase: string, measure: string): number {
  return [...rows].reduce(
    (total, [key, row]) =>
      key.startsWith(`${phase}\t`) ? total + (row.value(measure) ?? 0) : total,
    0,
  )
}

function pairsOf(rows: Rows, cards: readonly Card[], measure: Measure): PairData {
  const all = sum(rows, 'exploit', 'impressions')
  const estimate = (phase: string, asset: string) => {
    const row = rows.get(`${phase}\t${asset}`)
    return row ? charted(row.estimate(measure), measure) : UNKNOWN
  }
  return {
    name: wordsOf(measure).label,
    unit: unitOf(measure),
    of: ['Explore, random', 'Exploit, chosen'],
    factName: 'share of Exploit',
    pairs: cards
      .filter(({ state }) => state === 'shown')
      .map(({ asset: { assetId, name }, letter }) => {
        const shown = rows.get(`exploit\t${assetId}`)?.value('impressions') ?? null
        return {
          id: assetId,
          name,
          letter,
          first: estimate('explore', assetId),
          second: estimate('exploit', assetId),
          fact: shown === null ? '–' : percent(shown / all, 0),
        }
      }),
  }
}
