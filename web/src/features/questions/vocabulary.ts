import { graphql, type ResultOf, type ServiceError, useAsk } from '@/shared/api'
import { valueName } from '@/shared/format'
import { ANSWER, understood } from './answer'

const VOCABULARY = graphql(`
  query Vocabulary {
    measures {
      name
      kind
      family
      declared
    }
    dimensions {
      name
      type
      families
      several
      named
      extra
    }
  }
`)

type Names = ResultOf<typeof VOCABULARY>
export type MeasureName = Names['measures'][number]
export type DimensionName = Names['dimensions'][number]
export type Family = MeasureName['family']

/** The kinds of audiences to group by: `by=audience:affinity`. */
const KINDS = ['affinity', 'segment', 'list'] as const

/** The measures and dimensions of the store. */
export class Vocabulary {
  readonly measures: readonly MeasureName[]
  readonly dimensions: readonly DimensionName[]
  readonly #measures: ReadonlyMap<string, MeasureName>
  readonly #dimensions: ReadonlyMap<string, DimensionName>

  constructor({ measures, dimensions }: Names) {
    this.measures = measures
    this.dimensions = dimensions.flatMap((one) => (one.name === 'audience' ? kindsOf(one) : [one]))
    this.#measures = new Map(measures.map((one) => [one.name, one]))
    this.#dimensions = new Map(this.dimensions.map((one) => [one.name, one]))
  }

  measure(name: string): MeasureName | undefined {
    return this.#measures.get(name)
  }

  /** A dimension by its full name, or by its last part if that is unique. */
  dimension(name: string): DimensionName | undefined {
    const [alike, another] = this.dimensions.filter((one) => one.name.endsWith(`.${name}`))
    return this.#dimensions.get(name) ?? (another ? undefined : alike)
  }

  isRatio(measure: string): boolean {
    return this.measure(measure)?.kind === 'RATIO'
  }

  /** Whether values are ids with names. */
  isNamed(dimension: string): boolean {
    return this.dimension(dimension)?.named ?? false
  }

  /** Whether values have a natural order. */
  isOrdinal(dimension: string): boolean {
    const type = this.dimension(dimension)?.type
    return type !== undefined && type !== 'TEXT' && type !== 'TRUTH'
  }

  /** The families of measures. */
  families(measures: readonly string[]): ReadonlySet<Family> {
    return new Set(measures.flatMap((name) => this.measure(name)?.family ?? []))
  }

  /** Why a dimension doesn't fit some measures; null if it does. */
  refusesDimension(dimension: DimensionName, measures: readonly string[]): string | null {
    const lacking = [...this.families(measures)].find((one) => !dimension.families.includes(one))
    if (lacking === undefined) return null
    return lacking === 'VIEWING'
      ? 'Not available for viewing measures'
      : 'Not available for impressions'
  }

  /** Why a measure doesn't fit some dimensions; null if it does. */
  refusesMeasure({ family }: MeasureName, dimensions: readonly string[]): string | null {
    const lacking = dimensions.find(
      (name) => this.dimension(name)?.families.includes(family) === false,
    )
    return lacking === undefined ? null : `Not by ${lacking.replaceAll('_', ' ')}`
  }
}

function kindsOf(audience: DimensionName): DimensionName[] {
  return [audience, ...KINDS.map((kind) => ({ ...audience, name: `audience:${kind}` }))]
}

/** An error, and how to retry. */
interface Failure {
  error: ServiceError
  retry: () => void
}

/** Load the measures and dimensions of the store; null while loading. */
export function useVocabulary(): { vocabulary: Vocabulary | null; failure: Failure | null } {
  const { data, error, refetch } = useAsk(VOCABULARY, {})
  const vocabulary = data ? known(data) : null
  return { vocabulary, failure: error ? { error, retry: () => void refetch() } : null }
}

const made = new WeakMap<Names, Vocabulary>()

function known(names: Names): Vocabulary {
  const vocabulary = made.get(names) ?? new Vocabulary(names)
  made.set(names, vocabulary)
  return vocabulary
}

const MOST = 1000

interface Values {
  /** The most frequent first; null while loading. */
  values: readonly (string | null)[] | null
  nameOf: (value: string | null) => string
}

/** Load the values of a dimension, and their names. */
export function useValues(dimension: string, vocabulary: Vocabulary): Values {
  const known = vocabulary.dimension(dimension)
  const measure = known?.families.includes('EXPOSURE') ? 'reach' : 'active_profiles'
  const ask = {
    measures: [measure],
    by: [dimension],
    order: [`-${measure}`],
    limit: MOST,
    ...(known?.named && { labels: true }),
  }
  const { data } = useAsk(ANSWER, { ask }, { enabled: known !== undefined })
  const plain = (value: string | null) => valueName(dimension, value)
  if (!data) return { values: null, nameOf: plain }
  const answer = understood(data.question)
  const [key = dimension] = answer.keys
  const cells = answer.rows.map((row) => answer.cell(row, key))
  const names = new Map(answer.rows.map((row) => [answer.id(row, key), answer.name(row, key)]))
  return {
    values: cells.map((cell) => (cell === null ? null : String(cell))),
    nameOf: (value) => names.get(value ?? '~') ?? plain(value),
  }
}
