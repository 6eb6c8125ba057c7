import type { LineUpData } from '@/shared/charts/lineup/data'
import { measure as wordsOf } from '@/shared/format'
import { mannerOf, ratioOf, thumbnailOf } from '@/shared/media'

import type { Card, Placed } from './placed'
import { unitOf } from './scale'

/** Return the id of an asset's card on the page. */
export function anchorOf(assetId: string): string {
  return `asset-${assetId}`
}

/** Return the line-up of the cards with figures. */
export function lineUpOf({ cards, measure, domain }: Placed, type: string): LineUpData {
  const usual = cards.find(({ asset, norm }) => norm !== null && asset.assetType === type)
  return {
    name: wordsOf(measure).label,
    unit: unitOf(measure),
    domain,
    norm:
      usual?.norm && usual.standing
        ? { ...usual.norm, label: `Usual for ${usual.standing.among}` }
        : null,
    items: cards.map(itemOf),
  }
}

function itemOf({ asset, letter, estimate, figures, judged }: Card): LineUpData['items'][number] {
  const words = mannerOf(asset) === 'words'
  return {
    id: asset.assetId,
    name: asset.name,
    letter,
    image: words || asset.uri === null ? null : thumbnailOf(asset, 160),
    wide: !words && isWide(ratioOf(asset)),
    estimate,
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
