import type { Tone } from '@/shared/charts/kit/tone'
import { count, MINUS, number, percent, percentFigure, range } from '@/shared/format'
import type { BadgeKind } from '@/shared/ui'

import { type Figures, NOTHING, together } from './figures'
import type { Asset } from './head'
import type { AudienceEffects, Comparison, Findings } from './judgements'

/** One judgement of an asset: its badge, and why in a sentence. */
export interface Judgement {
  badge: BadgeKind
  /** Other words on the badge than its own. */
  word?: string
  reason: string
}

/** What is thought of an asset. */
export interface Judged {
  tone: Tone | undefined
  pencil: 'ring' | 'cross' | undefined
  judgements: readonly Judgement[]
}

/** What an asset that nobody judged is. */
export const UNJUDGED: Judged = { tone: undefined, pencil: undefined, judgements: [] }

/** All that is known when assets are judged. */
export interface Evidence {
  assets: readonly Asset[]
  figures: ReadonlyMap<string, Figures>
  /** Null while it is awaited, and where too few people met its assets. */
  comparison: Comparison | null
  /** Whether too few people met its assets to compare them. */
  tooFew: boolean
  /** The same without assets that lose viewers: they win for nobody. */
  kept: Comparison | null
  findings: Findings | null
}

/** The asset that decides whether others are better with somebody: the winner, or who leads. */
export function leaderOf(comparison: Comparison | null): string | null {
  return comparison?.verdict.asset ?? comparison?.arms[0]?.asset ?? null
}

/** The assets that win plays and lose viewers. */
export function misleading({
  comparison,
  findings,
}: Pick<Evidence, 'comparison' | 'findings'>): ReadonlySet<string> {
  const found = findings?.authenticity?.found.filter(({ kind }) => kind === 'CLICKBAIT') ?? []
  const verdict = comparison?.verdict
  const lost = verdict?.kind === 'LOSES_VIEWERS' && verdict.asset !== null ? [verdict.asset] : []
  return new Set([...lost, ...found.map(({ standing }) => standing.asset)])
}

/** An audience with which another asset than the leader wins, beyond chance. */
export interface Favoured {
  asset: string
  audience: AudienceEffects
}

/** Where an asset does so much better than elsewhere that it is ahead of the leader there. */
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
    return [...verdicts, lacking, odd, ...winsWith(asset, wins, evidence)]
  }
}

function inBrokenTest({ comparison }: Evidence): Judge {
  return (asset) =>
    comparison?.arms.some((arm) => arm.asset === asset)
      ? [{ badge: 'dont_trust', reason: readable(comparison.verdict.reasons[0] ?? '') }]
      : []
}

/** A reason as people read it: placement home_row: … is Placement home row: … */
export function readable(reason: string): string {
  const [where = '', ...rest] = reason.split(': ')
  if (rest.length === 0) return reason
  const words = where.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${rest.join(': ')}`
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
      ? `${percentFigure(pair.difference.value)} points ahead of the next, ${next.name} ` +
        `(${range(pair.difference.low, pair.difference.high)}).`
      : verdict.sentence
  return { badge: 'winner', reason }
}

function clickbait(asset: string, { assets, figures }: Evidence): Judgement {
  const type = assets.find(({ assetId }) => assetId === asset)?.assetType
  const others = assets
    .filter(({ assetId, assetType }) => assetId !== asset && assetType === type)
    .map(({ assetId }) => figures.get(assetId) ?? NOTHING)
  const own = figures.get(asset)?.value('completion_rate') ?? null
  const usual = together(others, 'completions', 'completion_known')
  const said =
    own === null || usual === null
      ? 'those who play it leave early.'
      : `${percent(own, 0)} finish; with the title’s others ${percent(usual, 0)} do.`
  return { badge: 'clickbait', reason: `Wins plays, loses viewers: ${said}` }
}

function gem(asset: string, { findings }: Evidence): Judgement | null {
  const found = findings?.authenticity?.found.find(
    ({ kind, standing }) => kind === 'HIDDEN_GEM' && standing.asset === asset,
  )
  return found ? { badge: 'hidden_gem', reason: withoutName(found.sentence) } : null
}

/** The card says already of whom: “A” of “B” is overlooked. 5% … begins with its second sentence. */
function withoutName(sentence: string): string {
  const [first, ...rest] = sentence.split(/(?<=[^\d]\.) /)
  return rest.length > 0 ? rest.join(' ') : (first ?? sentence)
}

/** Fewer people than this are too little for any judgement, where nothing else says how many. */
const LEAST = 200

function few(asset: string, { comparison, figures }: Evidence): Judgement | null {
  const arm = comparison?.arms.find((one) => one.asset === asset)
  const reach = figures.get(asset)?.value('reach') ?? null
  if (arm && arm.progress < 1) {
    const days = comparison?.verdict.daysLeft ?? null
    const wait = days === null ? '' : `: about ${count(days, 'more day')} at today’s traffic`
    return {
      badge: 'few',
      reason: `${number(arm.people)} people so far, ${percent(arm.progress, 0)} of the least data${wait}.`,
    }
  }
  if (arm || reach === null || reach >= LEAST) return null
  return {
    badge: 'few',
    reason: `${number(reach)} people so far: under ${LEAST} nothing is judged.`,
  }
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
      ? `${percent(here)} of them take it, ${percentFigure(here - there)} points more than ${name}.`
      : `With them it is ahead of ${name}.`
  return [{ badge: 'wins_with', word: `Wins with ${first.audience.name}${more}`, reason: ahead }]
}
