import { ago, count, date, clock, percent } from '@/shared/format'

import { type Batch, EVENTS, type Gap, type Health, type Volume } from './asked'
import { brokenRows } from './reasons'
import { eventsName, lastDays, recentVolume } from './volumes'

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
/** Volumes under this share of the usual ones are reported. */
const USUAL = 0.85

interface Known {
  health: Health
  gaps: readonly Gap[]
  /** Events by day; null while they are loading. */
  volumes: readonly Volume[] | null
  /** The newest batch. */
  batch: Batch | null
  now: number
}

/** Return all problems, the most serious first. */
export function problemsOf({ health, gaps, volumes, batch, now }: Known): Problem[] {
  return [
    ...health.warnings.map((fact) => ({ fact, more: '', part: 'engines' })),
    ...gaps.filter(({ state }) => state === 'OPEN').map(gapProblem),
    ...staleness(health, now),
    ...feedProblems(health),
    ...(batch ? batchProblems(batch) : []),
    ...(volumes ? volumeProblems(volumes) : []),
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

function volumeProblems(volumes: readonly Volume[]): Problem[] {
  return EVENTS.flatMap((events) => {
    const recent = recentVolume(volumes, events)
    if (recent === null || recent.share >= USUAL) return []
    return [
      {
        fact: `${eventsName(events)}: ${percent(recent.share, 0)} of the usual volume.`,
        more: `In the ${lastDays(recent)}, compared with the same weekdays before. Check whether every source still sends.`,
        part: 'volumes',
      },
    ]
  })
}

/** Return the state of the data in a sentence; null until everything that it counts is known. */
export function sentenceOf(
  problems: readonly Problem[],
  { health, volumes, batch }: Known,
): string | null {
  const [first, ...others] = problems
  if (first !== undefined) {
    const more = others.length > 0 ? ` And ${count(others.length, 'more issue')}.` : ''
    return `${first.fact}${more}`
  }
  if (volumes === null) return null
  const { asOf } = health.meta
  const broken = batch ? batch.tables.reduce((sum, one) => sum + brokenRows(one.reasons), 0) : 0
  const used =
    broken === 0
      ? 'all rows of the newest batch accepted'
      : `all but ${count(broken, 'row')} of the newest batch accepted`
  return `All good: events up to ${date(asOf)}, ${clock(asOf)}, no gaps, and ${used}.`
}
