import type { LineUpData, LineUpNorm } from '@/shared/charts/lineup/data'
import { measure as wordsOf } from '@/shared/format'
import { mannerOf, ratioOf, thumbnailOf } from '@/shared/media'
import { sorted } from '@/shared/ui'

import type { Card, Placed } from './placed'
import { unitOf } from './scale'
import type { Measure } from './state'

/** Return the id of an asset's card on the page. */
export function anchorOf(assetId: string): string {
  return `asset-${assetId}`
}

/** Up to this many assets are all in the line-up; of more, half of it are the best, half the worst. */
const MOST = 24

/** Return the cards of the line-up: all, or the best, the worst and the one that was looked for. */
export function linedUp(
  cards: readonly Card[],
  measure: Measure,
  sought: string | null,
): readonly Card[] {
  if (cards.length <= MOST) return cards
  const standing = cards.filter(({ estimate }) => estimate.value !== null)
  const ranked = sorted(standing, ({ estimate }) => estimate.value, measure !== 'short_play_rate')
  const ends = new Set([...ranked.slice(0, MOST / 2), ...ranked.slice(-MOST / 2)])
  return cards.filter((card) => ends.has(card) || card.asset.assetId === sought)
}

/** Return the line-up of the cards with figures. */
export function lineUpOf(
  { measure, domain, ...placed }: Placed,
  sought: string | null,
): LineUpData {
  const cards = linedUp(placed.cards, measure, sought)
  const types = [...new Set(cards.map(({ asset }) => asset.assetType))]
  return {
    name: wordsOf(measure).label,
    unit: unitOf(measure),
    domain,
    norms: types.flatMap((type) => normOf(cards, type) ?? []),
    mixed: types.length > 1,
    items: cards.map(itemOf),
  }
}

/** Return what assets of a type usually get. */
function normOf(cards: readonly Card[], type: string): LineUpNorm | null {
  const card = cards.find(({ asset, norm }) => norm !== null && asset.assetType === type)
  return card?.norm && card.standing
    ? { ...card.norm, label: `Usual for ${card.standing.among}` }
    : null
}

function itemOf({
  asset,
  letter,
  estimate,
  figures,
  judged,
  norm,
}: Card): LineUpData['items'][number] {
  const words = mannerOf(asset) === 'words'
  return {
    id: asset.assetId,
    name: asset.name,
    letter,
    image: words || asset.uri === null ? null : thumbnailOf(asset, 160),
    words: words ? (asset.text ?? asset.name) : undefined,
    wide: !words && isWide(ratioOf(asset)),
    estimate,
    norm,
    people: figures.value('reach'),
    tone: judged.tone,
    pencil: judged.pencil,
    href: `#${anchorOf(asset.assetId)}`,
  }
}

/** Return whether an aspect ratio such as 16/9 is landscape. */
export function isWide(ratio: string): boolean {
  const [width = 2, height = 3] = ratio.split('/').map(Number)
  return width > height
}
