import { isSure } from '@/shared/format'

import { leaderOf } from './judged'
import type { Comparison } from './judgements'
import type { Card } from './placed'

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
