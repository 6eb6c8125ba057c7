import { type Cell, graphql, type ResultOf } from '@/shared/api'
import type { Estimate } from '@/shared/charts/kit/estimate'
import { META } from '@/shared/figure'

/** The figures of all assets of a title and of the title itself, in one question. */
export const FIGURES = graphql(
  `
    query TitleFigures($ask: QuestionInput!) {
      question(ask: $ask) {
        columns {
          name
        }
        rows
        totals
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

export type Answer = ResultOf<typeof FIGURES>['question']

/** What is asked of every asset. */
export const ASKED = [
  'reach',
  'viewers',
  'impressions',
  'frequency',
  'take_rate',
  'completion_rate',
  'completions',
  'completion_known',
  'short_play_rate',
  'watch_seconds_per_profile',
  'hook_rate',
  'hold_rate',
]

/** A row of an answer, or its totals, read by names of measures. */
export interface Figures {
  /** A measure; null where it is not known, not defined or not shown. */
  value: (measure: string) => number | null
  /** A measure with its interval. */
  estimate: (measure: string) => Estimate
  /** Why nothing is shown; null where something is. */
  suppressed: string | null
}

/** What an asset is about which nothing is known: it was not shown. */
export const NOTHING: Figures = {
  value: () => null,
  estimate: () => ({ value: null, low: null, high: null }),
  suppressed: null,
}

/** Read figures that stand under their names. */
export function figuresOf(named: Readonly<Record<string, Cell>>): Figures {
  const value = (name: string): number | null => {
    const cell = named[name]
    return typeof cell === 'number' ? cell : null
  }
  const suppressed = named.suppressed
  return {
    value,
    estimate: (measure) => ({
      value: value(measure),
      low: value(`${measure}_low`),
      high: value(`${measure}_high`),
    }),
    suppressed: typeof suppressed === 'string' ? suppressed : null,
  }
}

/** What an asset is that too few people met, or nobody. */
const TOO_FEW = figuresOf({ suppressed: 'too_few_people' })

/** The figures of rows, where some are about too few people: those that are missing may be. */
class Folded extends Map<string, Figures> {
  override get(key: string): Figures {
    return super.get(key) ?? TOO_FEW
  }
}

/**
 * Read an answer as the figures of its rows by the values of its dimensions, joined by a tab.
 *
 * A last row without values may stand for groups of too few people.
 */
export function rowsBy(
  { columns, rows }: Pick<Answer, 'columns' | 'rows'>,
  dimensions: readonly string[],
): ReadonlyMap<string, Figures> {
  const names = columns.map(({ name }) => name)
  const places = dimensions.map((dimension) => names.indexOf(dimension))
  const few = names.indexOf('suppressed')
  const shown = rows.filter((row) => (row[few] ?? null) === null)
  const entries = shown.map((row): [string, Figures] => [
    places.map((place) => String(row[place] ?? '')).join('\t'),
    figuresOf(Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))),
  ])
  return shown.length < rows.length ? new Folded(entries) : new Map(entries)
}

/** Return a rate of several assets together, from what it is made of: 3 of 10 and 1 of 10 is 0.2. */
export function together(figures: readonly Figures[], over: string, under: string): number | null {
  const sum = (measure: string) =>
    figures.reduce((total, one) => total + (one.value(measure) ?? 0), 0)
  const whole = sum(under)
  return whole > 0 ? sum(over) / whole : null
}
