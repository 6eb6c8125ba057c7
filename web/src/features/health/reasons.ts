import { words } from '@/shared/format'

/** Why a row was rejected, and what to do. */
interface Reason {
  /** The reason. */
  what: string
  /** What to do, or why it is expected. */
  then: string
  /** Whether it is expected: nothing is broken. */
  meant: boolean
}

const REASONS: Readonly<Record<string, Reason>> = {
  missing_value: broken('A required column is empty', 'Fill it in the source'),
  bad_type: broken('A value has the wrong type', 'Look for text in numeric columns'),
  bad_timestamp: broken(
    'A time can’t be read, or is out of range',
    'Write times as ISO text or epoch seconds, and check the clocks',
  ),
  bad_range: broken(
    'A figure is out of range',
    'Seconds must not be negative; fractions and propensities must be 0 to 1',
  ),
  unknown_asset: broken(
    'The asset is not in the catalogue',
    'Add it to the catalogue: these rows are retried whenever assets arrive',
  ),
  title_mismatch: broken(
    'The title doesn’t match the asset',
    'Correct either one: these rows are retried whenever assets arrive',
  ),
  malformed: broken('A line can’t be parsed', 'Look for truncated files'),
  not_viewable: meant('Visible too briefly', 'Below min_visible_ms'),
  no_consent: meant('No consent', 'People without consent are not counted'),
}

function broken(what: string, then: string): Reason {
  return { what, then, meant: false }
}

function meant(what: string, then: string): Reason {
  return { what, then, meant: true }
}

/** Return the reason of a code. */
export function reasonOf(code: string): Reason {
  return REASONS[code] ?? broken(words(code), 'See the rows')
}

/** Return reasons by number of rows, broken ones first. */
export function ranked(rows: Readonly<Record<string, unknown>>): [code: string, count: number][] {
  return Object.entries(rows)
    .map(([code, count]): [string, number] => [code, Number(count)])
    .filter(([, count]) => count > 0)
    .sort(([one, n], [other, m]) => {
      return Number(reasonOf(one).meant) - Number(reasonOf(other).meant) || m - n
    })
}

/** Return the number of broken rows, without those that are expected. */
export function brokenRows(rows: Readonly<Record<string, unknown>>): number {
  return ranked(rows)
    .filter(([code]) => !reasonOf(code).meant)
    .reduce((sum, [, count]) => sum + count, 0)
}
