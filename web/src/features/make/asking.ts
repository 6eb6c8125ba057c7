import { type Condition, graphql, type ResultOf, useAsk } from '@/shared/api'
import { narrowed } from '@/shared/filters'
import { SHOWN } from '@/shared/media'

import { BY, type MakeState } from './state'

const RESONANCE = graphql(`
  query Resonance($ask: ResonanceInput!) {
    resonance(ask: $ask) {
      notes
      suppressed
      rows {
        value
        market
        audience
        people
        hours
        shareOfHours
        shareOfSupply
        tasteIndex
        tasteIndexLow
        tasteIndexHigh
        demandIndex
        demandIndexLow
        demandIndexHigh
        trend
        trendLow
        trendHigh
        titles
        topTitle
        topTitleName
        topTitleShare
        withoutTopTitle
        finding
        sentence
      }
    }
  }
`)

const CARRYING = graphql(`
  query CarryingTitles($ask: QuestionInput!) {
    question(ask: $ask) {
      rows
    }
  }
`)

const NAMED = graphql(
  `
    query NamedTitles($ids: [String!]!) {
      titles(ids: $ids, first: 10) {
        edges {
          node {
            titleId
            name
            assets(first: 1, assetType: "artwork") {
              edges {
                node {
                  ...Shown
                }
              }
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

export type ResonanceAnswer = NonNullable<ResultOf<typeof RESONANCE>['resonance']>
export type Row = ResonanceAnswer['rows'][number]
export type NamedTitle = ResultOf<typeof NAMED>['titles']['edges'][number]['node']

const MOST_TITLES = 4

/** Load the map: null if it is about too few people. */
export function useResonance(state: MakeState) {
  const { across, by } = state
  const { audience, ...rest } = narrowed(state)
  return useAsk(RESONANCE, {
    ask: { ...rest, audience: across === 'audience' ? null : audience, by: [...BY[by]], across },
  })
}

/** Load the titles of a cell that were watched most: their ids and hours. */
export function useCarrying(state: MakeState, row: Row) {
  const { audience, where, ...rest } = narrowed(state)
  const parts = row.value.split(' × ')
  const conditions: Record<string, Condition> = { ...where }
  BY[state.by].forEach((name, n) => (conditions[name] = parts[n] ?? null))
  if (row.market !== null) conditions[state.across] = row.market
  return useAsk(CARRYING, {
    ask: {
      ...rest,
      measures: ['hours_viewed'],
      by: ['series'],
      where: conditions,
      audience: state.across === 'audience' ? row.audience : audience,
      order: ['-hours_viewed'],
      limit: MOST_TITLES,
    },
  })
}

/** Load the names and posters of titles. */
export function useNamed(ids: readonly string[]) {
  return useAsk(NAMED, { ids: [...ids] }, { enabled: ids.length > 0, keep: true })
}
