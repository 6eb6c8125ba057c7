import type { Estimate } from '@/shared/charts/kit/estimate'

import type { AudienceRow } from './audiences'
import { leaderOf } from './judged'
import type { Comparison } from './judgements'
import type { Card } from './placed'

/** What is best for one audience, and how sure that is. */
export interface Best {
  audience: string
  name: string
  people: number
  card: Card
  estimate: Estimate
  /** How much more than the leader gets there; null: it is the leader. */
  ahead: number | null
  probability: number
  /** What showing everybody's leader costs there, relative to its rate. */
  loss: number | null
  sure: boolean
}

/** From here on one can rely on it. */
const SURE = 0.95

/** Say what is best for whom: the audiences with most people first, those not known left out. */
export function bestOf(
  comparison: Comparison | null,
  rows: readonly AudienceRow[],
  cards: readonly Card[],
): readonly Best[] {
  const leader = leaderOf(comparison)
  const known = new Map(rows.map((row) => [row.audience, row]))
  return (comparison?.audiences ?? [])
    .flatMap((one): Best[] => {
      const card = cards.find(({ asset }) => asset.assetId === one.best)
      if (!card || one.probability === null) return []
      const [rate, usual] = [one.rates[card.asset.assetId], leader && one.rates[leader]]
      const value = typeof rate === 'number' ? rate : null
      const found = known.get(one.audience)?.of(card.asset.assetId)?.estimate('take_rate')
      return [
        {
          audience: one.audience,
          name: one.name,
          people: one.people,
          card,
          estimate: found ?? { value, low: null, high: null },
          ahead:
            card.asset.assetId === leader || value === null || typeof usual !== 'number'
              ? null
              : value - usual,
          probability: one.probability,
          loss: one.loss,
          sure: one.probability >= SURE,
        },
      ]
    })
    .sort((a, b) => b.people - a.people)
}
