import { ago, count, date, clock, percent } from '@/shared/format'

import type { Batch, Gap, Health } from './asked'
import { brokenRows } from './reasons'

/** What should be looked at, in a sentence, with the part of the page that shows it. */
export interface Problem {
  fact: string
  more: string
  /** The id of that part. */
  part: string
}

const HOUR = 3_600_000
/** Events are stale after so long. */
const STALE = 36 * HOUR
/** More rows of a batch than this share are not put aside in passing. */
const MUCH = 0.01

interface Known {
  health: Health
  gaps: readonly Gap[]
  /** The newest one, if there is any. */
  batch: Batch | null
  now: number
}

/** Return what is wrong, the worst first. */
export function problemsOf({ health, gaps, batch, now }: Known): Problem[] {
  return [
    ...health.warnings.map((fact) => ({ fact, more: '', part: 'engines' })),
    ...gaps.filter(({ state }) => state === 'OPEN').map(gapProblem),
    ...staleness(health, now),
    ...feedProblems(health),
    ...(batch ? batchProblems(batch) : []),
  ]
}

function gapProblem({ what, howMuch, howSure }: Gap): Problem {
  return { fact: what, more: `${howMuch} ${howSure}`, part: 'volumes' }
}

function staleness({ meta: { asOf } }: Health, now: number): Problem[] {
  if (asOf === null) {
    return [
      { fact: 'There are no events yet.', more: 'Load some with keyart ingest.', part: 'batches' },
    ]
  }
  if (now - Date.parse(asOf) <= STALE) return []
  return [
    {
      fact: `The newest event is of ${ago(asOf, now)}.`,
      more: 'Everything shown is right as of then; nothing came since.',
      part: 'batches',
    },
  ]
}

function feedProblems({ feed, version }: Health): Problem[] {
  if (feed?.problem) {
    return [
      {
        fact: 'The newest feed was not taken.',
        more: `${feed.problem} Answers come from the engine, a little later and as right.`,
        part: 'engines',
      },
    ]
  }
  if (!feed || feed.isNewest) return []
  return [
    {
      fact: `The feed is of version ${feed.version}, the store of ${version}.`,
      more: 'Answers come from the engine until the next feed, a little later and as right.',
      part: 'engines',
    },
  ]
}

function batchProblems({ batch, tables }: Batch): Problem[] {
  return tables.flatMap(({ table, rows, reasons }) => {
    const broken = brokenRows(reasons)
    if (rows === 0 || broken / rows <= MUCH) return []
    return [
      {
        fact: `${percent(broken / rows)} of the ${table} of batch ${batch} could not be used.`,
        more: `${count(broken, 'row')}: see below why.`,
        part: 'quarantine',
      },
    ]
  })
}

/** The state of the data in a sentence. */
export function sentenceOf(problems: readonly Problem[], { health, batch }: Known): string {
  const [first, ...others] = problems
  if (first !== undefined) {
    const more = others.length > 0 ? ` And ${count(others.length, 'thing')} more.` : ''
    return `${first.fact}${more}`
  }
  const { asOf } = health.meta
  const broken = batch ? batch.tables.reduce((sum, one) => sum + brokenRows(one.reasons), 0) : 0
  const used =
    broken === 0
      ? 'every row of the newest batch could be used'
      : `all but ${count(broken, 'row')} of the newest batch could be used`
  return `All is well: events to ${date(asOf)}, ${clock(asOf)}, no gap in them, and ${used}.`
}
