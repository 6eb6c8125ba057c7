import { words } from '@/shared/format'

/** Why a row was put aside, and whose doing that is. */
export interface Reason {
  /** What is so with the row. */
  what: string
  /** What to do, or why that is right. */
  then: string
  /** Whether it is meant to be so: nothing is broken. */
  meant: boolean
}

const REASONS: Readonly<Record<string, Reason>> = {
  missing_value: broken('A required column is empty', 'Fill it where rows are made'),
  bad_type: broken('A value cannot be read as its type', 'Look for text in columns of numbers'),
  bad_timestamp: broken(
    'A time cannot be read, or is of another age',
    'Write times as ISO text or epoch seconds, and set the clocks',
  ),
  bad_range: broken(
    'A figure is out of its range',
    'Seconds are not negative, fractions and propensities lie between 0 and 1',
  ),
  unknown_asset: broken(
    'The asset is not in the catalogue',
    'Bring it: these rows are tried again whenever assets come',
  ),
  title_mismatch: broken(
    'The title is not that of the asset',
    'Correct either: these rows are tried again whenever assets come',
  ),
  malformed: broken('A line cannot be parsed', 'Look for files that were cut off'),
  not_viewable: meant('In sight for too short', 'As min_visible_ms says'),
  no_consent: meant('No consent', 'Who does not want to be counted is not'),
}

function broken(what: string, then: string): Reason {
  return { what, then, meant: false }
}

function meant(what: string, then: string): Reason {
  return { what, then, meant: true }
}

/** Return the reason behind a code in words. */
export function reasonOf(code: string): Reason {
  return REASONS[code] ?? broken(words(code), 'See the rows')
}

/** How many rows there are of each reason, those that are broken first, then by number. */
export function ranked(rows: Readonly<Record<string, unknown>>): [code: string, count: number][] {
  return Object.entries(rows)
    .map(([code, count]): [string, number] => [code, Number(count)])
    .filter(([, count]) => count > 0)
    .sort(([one, n], [other, m]) => {
      return Number(reasonOf(one).meant) - Number(reasonOf(other).meant) || m - n
    })
}

/** How many rows are broken, and not put aside because that is meant. */
export function brokenRows(rows: Readonly<Record<string, unknown>>): number {
  return ranked(rows)
    .filter(([code]) => !reasonOf(code).meant)
    .reduce((sum, [, count]) => sum + count, 0)
}
