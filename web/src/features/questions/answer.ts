import { type Cell, graphql, type ResultOf } from '@/shared/api'
import { type Estimate, UNKNOWN } from '@/shared/charts/kit/estimate'
import { day, time, valueName, words } from '@/shared/format'
import { META, type Origin } from '@/shared/figure'

export const ANSWER = graphql(
  `
    query Question($ask: QuestionInput!) {
      question(ask: $ask) {
        columns {
          name
          kind
          type
        }
        rows
        rowCount
        totals
        meta {
          ...Origin
        }
      }
    }
  `,
  [META],
)

export type Given = ResultOf<typeof ANSWER>['question']

/** One row: the values of its columns in order. */
export type Row = readonly Cell[]

/** Return the name of a group by its dimension and id; null: as in the answer. */
export type Called = (key: string, id: string) => string | null

const UNCALLED: Called = () => null

/** An answer, with its values by column name. */
export class Answer {
  readonly rows: readonly Row[]
  readonly meta: Origin
  /** The dimension columns, without the names beside ids and without time. */
  readonly keys: readonly string[]
  readonly measures: readonly string[]
  /** How many groups are hidden because of too few people. */
  readonly suppressed: number
  /** Whether rows are grouped by time. */
  readonly timed: boolean
  /** Names of groups that replace those of the answer: an asset with its title. */
  readonly #called: Called
  readonly #given: Given
  readonly #places: ReadonlyMap<string, number>
  readonly #totals: Readonly<Record<string, Cell>>

  constructor(given: Given, called: Called = UNCALLED) {
    const { columns, rows, meta, totals } = given
    this.#given = given
    this.#called = called
    const few = columns.findIndex(({ kind }) => kind === 'SUPPRESSED')
    const folded = rows.find((row) => (row[few] ?? null) !== null)
    this.rows = folded ? rows.filter((row) => row !== folded) : rows
    this.suppressed = Number(folded?.[few] ?? 0)
    this.meta = meta
    this.#totals = totals
    this.#places = new Map(columns.map(({ name }, place) => [name, place]))
    const named = (kind: string) =>
      columns.filter((one) => one.kind === kind).map(({ name }) => name)
    this.keys = named('KEY')
    this.measures = named('MEASURE')
    this.timed = this.#places.has('time')
  }

  cell(row: Row, column: string): Cell {
    const place = this.#places.get(column)
    return place === undefined ? null : (row[place] ?? null)
  }

  /** The value of a dimension as text. */
  id(row: Row, key: string): string {
    return String(this.cell(row, key) ?? '~')
  }

  /** Return the same answer with other names for groups. */
  calling(called: Called): Answer {
    return new Answer(this.#given, called)
  }

  /** The name of a group where it is shown on its own. */
  fullName(row: Row, key: string): string {
    return this.#called(key, this.id(row, key)) ?? this.name(row, key)
  }

  /** The name of a group. */
  name(row: Row, key: string): string {
    const called = this.cell(row, `${key}_name`) ?? this.cell(row, key)
    if (this.#places.has(`${key}_name`) && called !== null) return String(called)
    if (called === null) return key === 'audience' ? 'no audience' : valueName(key, null)
    return valueName(key, String(called))
  }

  estimate(row: Row, measure: string): Estimate {
    return estimateOf((column) => this.cell(row, column), measure)
  }

  total(measure: string): Estimate {
    return estimateOf((column) => this.#totals[column] ?? null, measure)
  }

  /** Whether a measure has intervals. */
  hasInterval(measure: string): boolean {
    return this.#places.has(`${measure}_low`)
  }

  get totalsSuppressed(): boolean {
    return (this.#totals.suppressed ?? null) !== null
  }
}

function estimateOf(cell: (column: string) => Cell, measure: string): Estimate {
  const value = figure(cell(measure))
  if (value === null) return UNKNOWN
  return { value, low: figure(cell(`${measure}_low`)), high: figure(cell(`${measure}_high`)) }
}

function figure(cell: Cell): number | null {
  return typeof cell === 'number' ? cell : null
}

/** Return the name of a time interval in the zone of the question. */
export function bucketName(iso: string, grain: string): string {
  const wall = `${iso.slice(0, 16)}Z`
  switch (grain) {
    case 'hour':
      return time(wall, 'UTC')
    case 'week':
      return `Week of ${day(wall, 'UTC')}`
    case 'month':
      return new Intl.DateTimeFormat(undefined, {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(new Date(wall))
    case 'quarter':
      return `Q${Math.ceil(Number(iso.slice(5, 7)) / 3)} ${iso.slice(0, 4)}`
    case 'year':
      return iso.slice(0, 4)
    default:
      return day(wall, 'UTC')
  }
}

const REASONS: Readonly<Record<string, string>> = {
  default: 'default engine',
  asked: 'chosen in the question',
  too_few_people: 'too few people',
  feed: 'precomputed',
  no_feed: 'no feed yet',
  feed_of_other_version: 'the feed has another version',
  access_restricts_rows: 'your access is limited to some rows',
  feed_has_no_time: 'the feed covers all time only',
  feed_has_no_audience: 'the feed has no audiences',
  feed_lacks_dimension: 'the feed has titles, assets and phases only',
  feed_lacks_measure: 'the feed lacks a measure',
  feed_lacks_groups: 'the feed can’t count people across several groups',
}

/** Return in words why an engine, or the feed, answered. */
export function reasonOf(reason: string): string {
  return REASONS[reason] ?? words(reason).toLowerCase()
}

const made = new WeakMap<Given, Answer>()

/** Return an answer by its columns: the same object for the same data. */
export function understood(given: Given): Answer {
  const answer = made.get(given) ?? new Answer(given)
  made.set(given, answer)
  return answer
}
