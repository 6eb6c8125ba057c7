import { count, listed, percent, probability } from '@/shared/format'
import { type Evidence, favoured, finishing, leaderOf, misleading } from './judged'
import type { Comparison } from './judgements'
import { kindName } from '@/shared/media'

type Arm = Comparison['arms'][number]

/** A piece of text in an answer, and its colour. */
export interface Part {
  text: string
  tone?: 'win' | 'mislead' | 'doubt' | 'strong'
}

/** A sentence of an answer. */
export type Clause = readonly Part[]

const MOST = 3

/** Summarise a title's assets in up to three sentences. */
export function answerOf(evidence: Evidence): readonly Clause[] {
  const { comparison, tooFew } = evidence
  if (tooFew) return [[{ text: 'Too few people to say which works.' }]]
  if (comparison?.verdict.kind === 'DONT_TRUST') return broken(comparison.verdict.sentence)
  return [...verdict(evidence), ...clickbait(evidence), ...withSome(evidence)].slice(0, MOST)
}

function broken(sentence: string): readonly Clause[] {
  const why = sentence.slice(sentence.indexOf(': ') + 1)
  return [[{ text: 'Don’t trust this test', tone: 'doubt' }, { text: `:${why}` }]]
}

function verdict(evidence: Evidence): readonly Clause[] {
  const { comparison, kept, assets } = evidence
  const { verdict: found, arms = [] } = kept ?? {}
  const leader = leaderOf(kept)
  const arm = arms.find(({ asset }) => asset === leader)
  if (!kept || !found || !arm) return []
  const type = assets.find(({ assetId }) => assetId === leader)?.assetType ?? 'asset'
  const among = kept === comparison ? '' : ` among ${kindName(type, 2)} that keep their viewers`
  const rate = percent(rateOf(evidence, arm))
  switch (found.kind) {
    case 'WINNER':
      return [
        [
          { text: `${arm.name} wins`, tone: 'win' },
          { text: `${among}: ${rate} of the people it reaches watch.` },
        ],
      ]
    case 'NO_DIFFERENCE': {
      const many = count(arms.length, kindName(type, 1), kindName(type, 2))
      return [[{ text: `No difference that matters between ${among ? 'the other ' : ''}${many}.` }]]
    }
    case 'KEEP_WAITING':
      return [waiting(among, { ...arm, rate: { ...arm.rate, value: rateOf(evidence, arm) } }, kept)]
    default:
      return []
  }
}

/** Return the rate of an asset as on the rest of the page, in the comparison of all assets. */
function rateOf({ figures }: Evidence, { asset, rate }: Arm): number | null {
  return figures.get(asset)?.value('take_rate') ?? rate.value
}

function waiting(among: string, leader: Arm, kept: Comparison): Clause {
  const { verdict, arms } = kept
  const days = verdict.daysLeft
  const wait = days === null ? '' : ` Keep waiting: about ${count(days, 'more day')}.`
  const likely = leader.best === null ? '' : ` (${probability(leader.best)} likely to be best)`
  const leads = `${leader.name} leads with ${percent(leader.rate.value)}${likely}`
  const lacking = arms.filter(({ needsData }) => needsData).map(({ name }) => name)
  return [
    { text: 'No winner yet', tone: 'strong' },
    { text: `${among}: ${leads}, ${doubtOf(lacking, kept)}.${wait}` },
  ]
}

/** Say why the leader has not won yet: missing data or chance, against the next or against others. */
function doubtOf(lacking: readonly string[], { arms, differences }: Comparison): string {
  if (lacking.length === arms.length) return 'but all need more data'
  if (lacking.length > 0) {
    const names = lacking.length > 2 ? count(lacking.length, 'other') : listed(lacking)
    return `but ${names} ${lacking.length === 1 ? 'needs' : 'need'} more data`
  }
  const [leader, next] = arms.map(({ asset }) => asset)
  const pair = differences.find(
    ({ asset, other }) =>
      [asset, other].includes(leader ?? '') && [asset, other].includes(next ?? ''),
  )
  return pair?.beyondChance ? 'but not beyond chance against all others' : 'which could be chance'
}

function withSome(evidence: Evidence): readonly Clause[] {
  const [first] = favoured(evidence)
  const arm = evidence.kept?.arms.find(({ asset }) => asset === first?.asset)
  if (!first || !arm) return []
  const sure = first.probability
  const chance = sure !== null && sure < 0.95 ? ` (${percent(sure, 0)} likely)` : ''
  return [[{ text: arm.name, tone: 'strong' }, { text: ` is better for ${first.name}${chance}.` }]]
}

function clickbait(evidence: Evidence): readonly Clause[] {
  return [...misleading(evidence)].flatMap((id) => {
    const asset = evidence.assets.find(({ assetId }) => assetId === id)
    const finish = finishing(id, evidence)
    if (!asset) return []
    const how = finish === null ? 'viewers leave early' : `only ${percent(finish, 0)} finish`
    return [
      [
        { text: `${asset.name} is clickbait`, tone: 'mislead' as const },
        { text: `: it wins plays, but ${how}.` },
      ],
    ]
  })
}

/** Return the rank of an asset among similar ones, short enough for a card: Top 12%. */
export function standingOf(percentile: number | null): string | null {
  if (percentile === null) return null
  if (percentile >= 40 && percentile <= 60) return 'Average'
  return percentile > 60
    ? `Top ${Math.max(1, Math.ceil(100 - percentile))}%`
    : `Bottom ${Math.max(1, Math.ceil(percentile))}%`
}
