import { graphql, type ResultOf } from '@/shared/api'

import { FEW } from './audiences'
import { rowsBy } from './figures'
import type { Card } from './placed'
import type { Measure } from './state'

/** The figures of a title and its assets by country. */
export const COUNTRIES = graphql(`
  query TitleCountries($places: QuestionInput!, $cells: QuestionInput!) {
    places: question(ask: $places) {
      columns {
        name
      }
      rows
    }
    cells: question(ask: $cells) {
      columns {
        name
      }
      rows
    }
  }
`)

/** A country, and the leading asset there. */
export interface CountryRow {
  code: string
  reach: number
  value: number | null
  /** The asset whose interval is above the runner-up; null: none. */
  leads: Card | null
}

/** Return the countries of an answer, by reach. */
export function countriesOf(
  { places, cells }: ResultOf<typeof COUNTRIES>,
  cards: readonly Card[],
  measure: Measure,
): readonly CountryRow[] {
  const each = rowsBy(cells, ['country', 'asset'])
  return [...rowsBy(places, ['country'])]
    .flatMap(([code, figures]) => {
      const reach = figures.value('reach')
      if (reach === null) return []
      const there = cards
        .filter(({ judged }) => judged.tone !== 'mislead')
        .flatMap((card) => {
          const own = each.get(`${code}\t${card.asset.assetId}`)
          const estimate = own?.estimate(measure)
          const enough = (own?.value('reach') ?? 0) >= FEW
          return enough && estimate?.value != null
            ? [{ card, ...estimate, value: estimate.value }]
            : []
        })
        .sort((a, b) => b.value - a.value)
      const [first, second] = there
      const ahead = first && second && (first.low ?? 0) > second.value
      return [{ code, reach, value: figures.value(measure), leads: ahead ? first.card : null }]
    })
    .sort((a, b) => b.reach - a.reach)
}
