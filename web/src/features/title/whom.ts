import type { Estimate } from '@/shared/charts/kit/estimate'

import type { AudienceRow } from './audiences'
import { leaderOf } from './judged'
import type { Comparison } from './judgements'
import type { Card } from './placed'

/** The best asset for an audience, and how certain it is. */
export interface Best {
  audience: string
  name: string
  people: number
  card: Card
  estimate: Estimate
  /** Its lead over the overall leader there; null: it is the leader. */
  ahead: number | null
  probability: number
  /** Plays lost there by showing the overall leader, relative to its rate. */
  loss: number | null
  sure: boolean
}

/** The probability from which an answer counts as certain. */
const SURE = 0.95

/** Whether the best asset of an audience is certain. */
export function isSure({ probability }: { readonly probability: number | null }): boolean {
  return (probability ?? 0) >= SURE
}

/** Return the best asset for each audience with enough data, the largest audience first. */
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
          sure: isSure(one),
        },
      ]
    })
    .sort((a, b) => b.people - a.people)
}
