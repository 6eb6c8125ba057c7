/* Test data: a vocabulary and answers. */
import type { Cell } from '@/shared/api'

import { Answer } from './answer'
import { type DimensionName, Vocabulary } from './vocabulary'

export const VOCABULARY = new Vocabulary({
  measures: [
    { name: 'reach', kind: 'PEOPLE', family: 'EXPOSURE', declared: false },
    { name: 'take_rate', kind: 'RATIO', family: 'EXPOSURE', declared: false },
    { name: 'starts', kind: 'SUM', family: 'VIEWING', declared: false },
  ],
  dimensions: [
    dimension('asset', ['EXPOSURE'], { named: true }),
    dimension('country', ['EXPOSURE', 'VIEWING']),
    dimension('days_since_launch', ['EXPOSURE', 'VIEWING'], { type: 'WHOLE' }),
    dimension('audience', ['EXPOSURE', 'VIEWING'], { named: true, several: true }),
    dimension('profile.plan', ['EXPOSURE', 'VIEWING'], { extra: true }),
  ],
})

function dimension(
  name: string,
  families: DimensionName['families'],
  other: Partial<DimensionName> = {},
): DimensionName {
  return { name, type: 'TEXT', several: false, named: false, extra: false, ...other, families }
}

type Kind = 'KEY' | 'NAME' | 'TIME' | 'MEASURE' | 'BOUND' | 'COMPLETE' | 'SUPPRESSED'

/** Return an answer with columns given as `name: kind`. */
export function answerOf(
  columns: Readonly<Record<string, Kind>>,
  rows: Cell[][],
  totals: Record<string, Cell> = {},
): Answer {
  return new Answer({
    columns: Object.entries(columns).map(([name, kind]) => ({ name, kind, type: 'TEXT' })),
    rows,
    rowCount: rows.length,
    totals,
    meta: {
      answeredBy: 'native',
      reason: 'default',
      exact: true,
      errorBound: 0,
      confidence: 1,
      ms: 1,
      asOf: '2026-11-28T23:00:00+00:00',
      completeUntil: '2026-11-27T23:00:00+00:00',
      version: 1,
      notes: [],
    },
  })
}
