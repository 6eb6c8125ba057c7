import { leaderOf } from './judged'
import type { AudienceEffects, Comparison, Favourite } from './judgements'
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

/** The probability from which an answer counts as certain. */
const SURE = 0.95

/** Whether the best asset of an audience is certain: by the comparison, or as a favourite. */
export function isSure(
  { audience, best, probability }: Pick<AudienceEffects, 'audience' | 'best' | 'probability'>,
  favourites: readonly Favourite[] = [],
): boolean {
  const favourite = favourites.some((one) => one.audience === audience && one.asset === best)
  return favourite || (probability ?? 0) >= SURE
}

/** Return the best asset for each audience with enough data, the largest audience first. */
export function bestOf(
  comparison: Comparison | null,
  cards: readonly Card[],
  favourites: readonly Favourite[] = [],
): readonly Best[] {
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
          sure: isSure(one, favourites),
        },
      ]
    })
    .sort((a, b) => b.people - a.people)
}
