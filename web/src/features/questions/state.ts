import {
  choice,
  type Codec,
  escaped,
  flag,
  list,
  number,
  type StateOf,
  text,
  unescaped,
} from '@/shared/url'

/**
 * The address of a question, without the filters that all pages share
 * (`where`, `audience`, `since`, `until`, `tz`):
 *
 * | name | meaning | example |
 * |---|---|---|
 * | `measures` | measures; the first one is drawn and decides the order | `take_rate,reach` |
 * | `by` | dimensions to group by | `asset,country` |
 * | `grain` | time intervals | `week` |
 * | `having` | ranges of measures: from the first to below the second | `reach:1000..;take_rate:..0.2` |
 * | `order` | columns to sort by, `-` for descending | `-reach` |
 * | `limit` | the most rows | `20` |
 * | `intervals` | the confidence of intervals; 0: none | `0.99` |
 * | `audiences` | the audiences to group by, with `by=audience` | `segment:binge,list:vip` |
 * | `totals` | 0: without totals | `0` |
 * | `fill`, `empty`, `others` | time intervals without events; titles and assets without; groups excluded by filters | `1` |
 * | `engine` | the engine | `duckdb` |
 * | `draw` | the drawn measure, if it is not the first | `reach` |
 * | `code` | the language of the code below: cli, curl or graphql | `cli` |
 *
 * Everything else has its default: `/questions?measures=reach&by=country`.
 */
export const QUESTION = {
  measures: list(),
  by: list(),
  grain: choice(['', 'hour', 'day', 'week', 'month', 'quarter', 'year'], ''),
  having: having(),
  order: list(),
  limit: number(0, 1, 1_000_000_000),
  intervals: number(0.95, 0, 0.9999),
  audiences: list(),
  totals: flag(true),
  fill: flag(),
  empty: flag(),
  others: flag(),
  engine: choice(['', 'native', 'duckdb', 'druid'], ''),
  draw: text(),
  code: choice(['python', 'cli', 'curl', 'graphql'], 'python'),
}

export type QuestionState = StateOf<typeof QUESTION>

/** From a number to below another; both are optional. */
export interface Range {
  readonly from?: number
  readonly to?: number
}

export type Having = Readonly<Record<string, Range>>

const NOTHING: Having = {}

/** Ranges of measures as `reach:1000..;take_rate:0.05..0.2`. */
export function having(): Codec<Having> {
  return {
    read: (text) => (text ? Object.fromEntries(text.split(';').flatMap(condition)) : NOTHING),
    write: (value) => {
      const parts = Object.entries(value).filter(([, range]) => !isOpen(range))
      return parts.length === 0 ? null : parts.map(spelled).join(';')
    },
  }
}

function isOpen({ from, to }: Range): boolean {
  return from === undefined && to === undefined
}

function condition(part: string): [string, Range][] {
  const [name = '', rest = ''] = part.split(':')
  const [from, to, more] = rest.split('..')
  const range = { ...bound('from', from), ...bound('to', to) }
  return more !== undefined || isOpen(range) ? [] : [[unescaped(name), range]]
}

function bound(side: keyof Range, text = ''): Range {
  const figure = Number(text)
  return text === '' || Number.isNaN(figure) ? {} : { [side]: figure }
}

function spelled([name, { from, to }]: [string, Range]): string {
  return `${escaped(name)}:${from ?? ''}..${to ?? ''}`
}
