import { ago, count, date, clock, percent } from '@/shared/format'

import type { Batch, Gap, Health } from './asked'
import { brokenRows } from './reasons'

/** A problem with the data, and the part of the page that shows it. */
export interface Problem {
  fact: string
  more: string
  /** The id of the part. */
  part: string
}

const HOUR = 3_600_000
/** The age at which data is stale. */
const STALE = 36 * HOUR
/** The share of broken rows in a batch that is reported. */
const MUCH = 0.01

interface Known {
  health: Health
  gaps: readonly Gap[]
  /** The newest batch. */
  batch: Batch | null
  now: number
}

/** Return all problems, the most serious first. */
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
    return [{ fact: 'No events yet.', more: 'Load some with keyart ingest.', part: 'batches' }]
  }
  if (now - Date.parse(asOf) <= STALE) return []
  return [
    {
      fact: `The newest event was ${ago(asOf, now)}.`,
      more: 'Figures are correct as of then; nothing has arrived since.',
      part: 'batches',
    },
  ]
}

function feedProblems({ feed, version }: Health): Problem[] {
  if (feed?.problem) {
    return [
      {
        fact: 'The newest feed was rejected.',
        more: `${feed.problem} An engine answers instead: slower, but just as correct.`,
        part: 'engines',
      },
    ]
  }
  if (!feed || feed.isNewest) return []
  return [
    {
      fact: `The feed is at version ${feed.version}, the store at ${version}.`,
      more: 'An engine answers until the next feed: slower, but just as correct.',
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
        fact: `${percent(broken / rows)} of ${table} in batch ${batch} were rejected.`,
        more: `${count(broken, 'row')}, with reasons below.`,
        part: 'quarantine',
      },
    ]
  })
}

/** Return the state of the data in a sentence. */
export function sentenceOf(problems: readonly Problem[], { health, batch }: Known): string {
  const [first, ...others] = problems
  if (first !== undefined) {
    const more = others.length > 0 ? ` And ${count(others.length, 'more issue')}.` : ''
    return `${first.fact}${more}`
  }
  const { asOf } = health.meta
  const broken = batch ? batch.tables.reduce((sum, one) => sum + brokenRows(one.reasons), 0) : 0
  const used =
    broken === 0
      ? 'all rows of the newest batch accepted'
      : `all but ${count(broken, 'row')} of the newest batch accepted`
  return `All good: events up to ${date(asOf)}, ${clock(asOf)}, no gaps, and ${used}.`
}
