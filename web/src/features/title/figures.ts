import { type Cell, graphql, type ResultOf } from '@/shared/api'
import { type Estimate, UNKNOWN } from '@/shared/charts/kit/estimate'
import { META } from '@/shared/figure'

/** The figures of a title and of all its assets, in one question. */
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

/** The measures of every asset. */
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

/** A row of an answer, or its totals, by measure. */
export interface Figures {
  /** The value of a measure; null where unknown, undefined or hidden. */
  value: (measure: string) => number | null
  /** The value of a measure with its interval. */
  estimate: (measure: string) => Estimate
  /** Why all values are hidden; null where they are not. */
  suppressed: string | null
}

/** The figures of an asset without impressions. */
export const NOTHING: Figures = {
  value: () => null,
  estimate: () => UNKNOWN,
  suppressed: null,
}

/** Return figures from values by column name. */
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

/** The figures of an asset that too few people saw, or nobody. */
const TOO_FEW = figuresOf({ suppressed: 'too_few_people' })

/** Figures by row where some rows are hidden: a missing row may be one of them. */
class Folded extends Map<string, Figures> {
  override get(key: string): Figures {
    return super.get(key) ?? TOO_FEW
  }
}

/**
 * Return the figures of an answer's rows by their dimension values, joined by tabs.
 *
 * A row marked as suppressed stands for all groups of too few people.
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

/** Return figures with other values of some measures: an estimate each. */
export function overlaid(base: Figures, own: Readonly<Record<string, Estimate>>): Figures {
  return {
    value: (measure) => (own[measure] ?? base.estimate(measure)).value,
    estimate: (measure) => own[measure] ?? base.estimate(measure),
    suppressed: base.suppressed,
  }
}

/** Return all figures, those of some assets replaced. */
export function replaced(
  all: ReadonlyMap<string, Figures>,
  some: Iterable<readonly [string, Figures]>,
): ReadonlyMap<string, Figures> {
  const copy = all instanceof Folded ? new Folded(all) : new Map(all)
  for (const [asset, figures] of some) copy.set(asset, figures)
  return copy
}

/** Return a rate of several assets together: 3 of 10 and 1 of 10 is 0.2. */
export function together(figures: readonly Figures[], over: string, under: string): number | null {
  const sum = (measure: string) =>
    figures.reduce((total, one) => total + (one.value(measure) ?? 0), 0)
  const whole = sum(under)
  return whole > 0 ? sum(over) / whole : null
}
