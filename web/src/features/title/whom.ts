import { isSure } from '@/shared/format'

import type { Asset } from './head'
import { leaderOf, misleading } from './judged'
import type { Comparison } from './judgements'
import type { Card } from './placed'
import type { Known } from './useTitle'

/** The most assets that one comparison takes. */
export const MOST_COMPARED = 50

/**
 * Return the assets that most people met, without clickbait; none unless there are too many to
 * compare all.
 */
export function mostMet(
  assets: readonly Asset[],
  { figures, evidence }: Pick<Known, 'figures' | 'evidence'>,
): string[] {
  const out = misleading(evidence)
  const reach = (id: string) => figures?.get(id)?.value('reach') ?? 0
  const met = assets.map(({ assetId }) => assetId).filter((id) => reach(id) > 0 && !out.has(id))
  if (met.length <= MOST_COMPARED) return []
  return met.sort((a, b) => reach(b) - reach(a)).slice(0, MOST_COMPARED)
}

/** The best asset for an audience, and how certain it is. */
export interface Best {
  audience: string
  name: string
  people: number
  card: Card
  /** Its take rate there, by first exposure. */
  value: number | null
  /** Its lead over the overall leader there; null: it is the leader. */
  ahead: number | null
  probability: number
  sure: boolean
}

/** Return the best asset for each audience with enough data, the largest audience first. */
export function bestOf(comparison: Comparison | null, cards: readonly Card[]): readonly Best[] {
  const leader = leaderOf(comparison)
  return (comparison?.audiences ?? [])
    .flatMap((one): Best[] => {
      const card = cards.find(({ asset }) => asset.assetId === one.best)
      if (!card || one.probability === null) return []
      const [rate, usual] = [one.rates[card.asset.assetId], leader && one.rates[leader]]
      const value = typeof rate === 'number' ? rate : null
      return [
        {
          audience: one.audience,
          name: one.name,
          people: one.people,
          card,
          value,
          ahead:
            card.asset.assetId === leader || value === null || typeof usual !== 'number'
              ? null
              : value - usual,
          probability: one.probability,
          sure: isSure(one.probability),
        },
      ]
    })
    .sort((a, b) => b.people - a.people)
}
