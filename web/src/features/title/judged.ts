import type { Tone } from '@/shared/charts/kit/tone'
import {
  count,
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
import type { AudienceEffects, Comparison, Findings } from './judgements'

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

/** An audience with which an asset other than the leader wins, beyond chance. */
interface Favoured {
  asset: string
  audience: AudienceEffects
}

/** Return the audiences with which another asset beats the leader, the most certain first. */
export function favoured(evidence: Evidence): readonly Favoured[] {
  const leader = leaderOf(evidence.kept)
  const out = misleading(evidence)
  return (evidence.kept?.audiences ?? [])
    .flatMap((audience) => {
      const { best, differs } = audience
      const other = best !== null && best !== leader && differs.includes(best)
      return other && !out.has(best) ? [{ asset: best, audience }] : []
    })
    .sort((a, b) => (b.audience.probability ?? 0) - (a.audience.probability ?? 0))
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
    const odd = verdicts.length > 0 || lacking ? null : outlier(asset, evidence)
    const others = [...verdicts, lacking, odd, ...winsWith(asset, wins, evidence)]
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

function winsWith(asset: string, wins: readonly Favoured[], { kept }: Evidence): Judgement[] {
  const own = wins.filter((one) => one.asset === asset)
  const [first] = own
  const leader = leaderOf(kept)
  const name = kept?.arms.find((arm) => arm.asset === leader)?.name
  if (!first || leader === null || name === undefined) return []
  const { rates } = first.audience
  const [here, there] = [rates[asset], rates[leader]]
  const more = own.length > 1 ? ` + ${own.length - 1}` : ''
  const ahead =
    typeof here === 'number' && typeof there === 'number'
      ? `Take rate ${percent(here)} with them, ${percentFigure(here - there)} points more than ${name}.`
      : `Ahead of ${name} with them.`
  return [{ badge: 'wins_with', word: `Wins with ${first.audience.name}${more}`, reason: ahead }]
}
