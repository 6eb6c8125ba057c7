import type { Tone } from '@/shared/charts/kit/tone'
import {
  count,
  isSure,
  MINUS,
  number,
  percent,
  percentFigure,
  range,
  readableReason,
  withoutHeadline,
} from '@/shared/format'
import type { BadgeKind } from '@/shared/ui'

import type { Figures } from './figures'
import type { Asset } from './head'
import type { Comparison, Favourite, Findings } from './judgements'

/** One judgement of an asset: its badge, and why in a sentence. */
export interface Judgement {
  badge: BadgeKind
  /** The text of the badge, instead of the usual one. */
  word?: string
  reason: string
}

/** The judgements of an asset, and how it is marked. */
export interface Judged {
  tone: Tone | undefined
  pencil: 'ring' | 'cross' | undefined
  judgements: readonly Judgement[]
}

/** An asset without judgements. */
export const UNJUDGED: Judged = { tone: undefined, pencil: undefined, judgements: [] }

/** The data that judgements are based on. */
export interface Evidence {
  assets: readonly Asset[]
  figures: ReadonlyMap<string, Figures>
  /** Null while loading, and where too few people saw the assets. */
  comparison: Comparison | null
  /** Whether too few people saw the assets to compare them. */
  tooFew: boolean
  /** The comparison without clickbait. */
  kept: Comparison | null
  findings: Findings | null
  /** The favourites of audiences among the assets, as the first page shows them. */
  favourites: readonly Favourite[]
}

/** Return the winner, or else the leading asset. */
export function leaderOf(comparison: Comparison | null): string | null {
  return comparison?.verdict.asset ?? comparison?.arms[0]?.asset ?? null
}

/** Return the assets that win plays and lose viewers. */
export function misleading({
  comparison,
  findings,
}: Pick<Evidence, 'comparison' | 'findings'>): ReadonlySet<string> {
  const found = findings?.authenticity?.found.filter(({ kind }) => kind === 'CLICKBAIT') ?? []
  const verdict = comparison?.verdict
  const lost = verdict?.kind === 'LOSES_VIEWERS' && verdict.asset !== null ? [verdict.asset] : []
  return new Set([...lost, ...found.map(({ standing }) => standing.asset)])
}

/** An audience with which an asset wins, beyond chance, and its take rates there. */
interface Favoured {
  asset: string
  audience: string
  name: string
  probability: number | null
  here: number | null
  /** The asset that it beats there: its name, and its take rate there. */
  beaten: { name: string; rate: number | null } | null
}

/**
 * Return the audiences with which an asset wins, beyond chance.
 *
 * Those of the whole store come first. Then come those with which another asset than the leader of
 * the comparison is best and differs from other audiences, the most certain first.
 */
export function favoured(evidence: Evidence): readonly Favoured[] {
  const out = misleading(evidence)
  const broken = evidence.comparison?.verdict.kind === 'DONT_TRUST'
  const known = broken ? [] : evidence.favourites.map(ofFavourite)
  const told = new Set(known.map(({ audience }) => audience))
  const others = broken ? [] : ofComparison(evidence).filter(({ audience }) => !told.has(audience))
  return [...known, ...others].filter(({ asset }) => !out.has(asset))
}

function ofFavourite({ asset, audience, audienceName, usual, rates }: Favourite): Favoured {
  const [own, next] = rates
  const beaten = usual === asset ? next : rates.find((one) => one.asset === usual)
  return {
    asset,
    audience,
    name: audienceName,
    probability: 1,
    here: own?.rate ?? null,
    beaten: beaten ? { name: beaten.name, rate: beaten.rate } : null,
  }
}

function ofComparison({ kept }: Evidence): readonly Favoured[] {
  const leader = leaderOf(kept)
  const name = kept?.arms.find(({ asset }) => asset === leader)?.name
  if (kept === null || leader === null || name === undefined) return []
  const figure = (rate: unknown) => (typeof rate === 'number' ? rate : null)
  return kept.audiences
    .flatMap((one) => {
      const { best, differs, rates, probability, audience } = one
      if (best === null || best === leader || !differs.includes(best)) return []
      const beaten = { name, rate: figure(rates[leader]) }
      return [
        { asset: best, audience, name: one.name, probability, here: figure(rates[best]), beaten },
      ]
    })
    .sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0))
}

/** Judge all assets of a title. */
export function judge(evidence: Evidence): ReadonlyMap<string, Judged> {
  const broken = evidence.comparison?.verdict.kind === 'DONT_TRUST'
  const of = broken ? inBrokenTest(evidence) : judging(evidence)
  return new Map(evidence.assets.map(({ assetId }) => [assetId, judgedOf(of(assetId))]))
}

type Judge = (assetId: string) => readonly (Judgement | null)[]

function judging(evidence: Evidence): Judge {
  const out = misleading(evidence)
  const wins = favoured(evidence)
  return (asset) => {
    const verdicts = [
      out.has(asset) ? clickbait(asset, evidence) : winner(asset, evidence),
      gem(asset, evidence),
    ].filter((one) => one !== null)
    const lacking = verdicts.length > 0 ? null : few(asset, evidence)
    const odd = lacking ? null : outlier(asset, evidence)
    const others = [...verdicts, lacking, odd, ...winsWith(asset, wins)]
    return others.some((one) => one !== null) ? others : [ruledOut(asset, evidence)]
  }
}

function inBrokenTest({ comparison }: Evidence): Judge {
  return (asset) =>
    comparison?.arms.some((arm) => arm.asset === asset)
      ? [{ badge: 'dont_trust', reason: readableReason(comparison.verdict.reasons[0] ?? '') }]
      : []
}

const TONES: Partial<Record<BadgeKind, Tone>> = {
  winner: 'win',
  clickbait: 'mislead',
  high: 'odd',
  low: 'odd',
  few: 'few',
}

function judgedOf(found: readonly (Judgement | null)[]): Judged {
  const judgements = found.filter((one) => one !== null)
  const [first] = judgements
  return {
    judgements,
    tone: first && TONES[first.badge],
    pencil: first?.badge === 'winner' ? 'ring' : first?.badge === 'clickbait' ? 'cross' : undefined,
  }
}

function winner(asset: string, { kept }: Evidence): Judgement | null {
  const { verdict, arms = [], differences = [] } = kept ?? {}
  if (verdict?.kind !== 'WINNER' || verdict.asset !== asset) return null
  const next = arms.find((arm) => arm.asset !== asset)
  const pair = differences.find((one) => one.asset === asset && one.other === next?.asset)
  const reason =
    next && pair
      ? `${percentFigure(pair.difference.value)} points ahead of ${next.name}, the runner-up ` +
        `(${range(pair.difference.low, pair.difference.high)}).`
      : verdict.sentence
  return { badge: 'winner', reason }
}

function clickbait(asset: string, evidence: Evidence): Judgement {
  const sentence = foundOf(asset, 'CLICKBAIT', evidence)?.sentence
  const finish = finishing(asset, evidence)
  const early = finish === null ? 'viewers leave early.' : `only ${percent(finish, 0)} finish.`
  const said = sentence === undefined ? early : withoutHeadline(sentence)
  return { badge: 'clickbait', reason: `Wins plays, loses viewers: ${said}` }
}

/** Return the share of an asset's plays that were finished, as in the finding about it. */
export function finishing(asset: string, evidence: Evidence): number | null {
  const { own = null } = foundOf(asset, 'CLICKBAIT', evidence)?.standing.completionRate ?? {}
  return own ?? evidence.figures.get(asset)?.value('completion_rate') ?? null
}

type Finding = NonNullable<Findings['authenticity']>['found'][number]

function foundOf(asset: string, kind: Finding['kind'], { findings }: Evidence) {
  return findings?.authenticity?.found.find(
    (one) => one.kind === kind && one.standing.asset === asset,
  )
}

function gem(asset: string, evidence: Evidence): Judgement | null {
  const found = foundOf(asset, 'HIDDEN_GEM', evidence)
  return found ? { badge: 'hidden_gem', reason: withoutHeadline(found.sentence) } : null
}

/** The minimum number of people for any judgement, where no comparison gives one. */
const LEAST = 200

function few(asset: string, { comparison, figures }: Evidence): Judgement | null {
  const arm = comparison?.arms.find((one) => one.asset === asset)
  const reach = figures.get(asset)?.value('reach') ?? null
  if (arm?.needsData) {
    const days = comparison?.verdict.daysLeft ?? null
    const wait = days === null ? '' : `: about ${count(days, 'more day')} at today’s traffic`
    return {
      badge: 'few',
      reason: `${number(arm.people)} people so far, ${percent(arm.progress, 0)} of the minimum sample${wait}.`,
    }
  }
  if (arm || reach === null || reach >= LEAST) return null
  return {
    badge: 'few',
    reason: `${number(reach)} of at least ${LEAST} people so far.`,
  }
}

function ruledOut(asset: string, { kept }: Evidence): Judgement | null {
  const { arms = [], differences = [], verdict } = kept ?? {}
  if (verdict?.kind !== 'KEEP_WAITING' || !arms.find((arm) => arm.asset === asset)?.ruledOut) {
    return null
  }
  const pair = differences.find(
    (one) => one.beyondChance && [one.asset, one.other].includes(asset) && bettered(asset, one),
  )
  const better = arms.find(
    (arm) => arm.asset === (pair?.asset === asset ? pair.other : pair?.asset),
  )
  const gap = Math.abs(pair?.difference.value ?? 0)
  const reason = better
    ? `${percentFigure(gap)} points behind ${better.name}, beyond chance.`
    : 'Behind another asset, beyond chance.'
  return { badge: 'ruled_out', reason }
}

/** Whether an asset is the worse one of a pair. */
function bettered(asset: string, { asset: first, difference }: Comparison['differences'][number]) {
  return (difference.value ?? 0) < 0 === (first === asset)
}

function outlier(asset: string, { findings }: Evidence): Judgement | null {
  const found = findings?.outliers?.findings.find(({ id }) => id === asset)
  if (!found) return null
  return {
    badge: found.direction === 'over' ? 'high' : 'low',
    reason: found.reason.replaceAll('-', MINUS),
  }
}

function winsWith(asset: string, wins: readonly Favoured[]): Judgement[] {
  const own = wins.filter((one) => one.asset === asset && isSure(one.probability))
  const [first] = own
  if (!first) return []
  const { here, beaten, name } = first
  const more = own.length > 1 ? ` + ${own.length - 1}` : ''
  const ahead =
    here !== null && beaten?.rate != null
      ? `Take rate ${percent(here)} with them, ${percentFigure(here - beaten.rate)} points more than ${beaten.name}.`
      : `Ahead of ${beaten?.name ?? 'the others'} with them.`
  return [{ badge: 'wins_with', word: `Wins with ${name}${more}`, reason: ahead }]
}
