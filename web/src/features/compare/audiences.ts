import { type Estimate, leavesOut, UNKNOWN } from '@/shared/charts/kit/estimate'
import type { Tone } from '@/shared/charts/kit/tone'
import { isSure } from '@/shared/format'

import type { Comparison, InAudience } from './comparison'

/** How many audiences are shown by default. */
export const FEW = 8

type Judged = Pick<Comparison, 'audiences' | 'arms'>

/** An audience, its best asset, and how certain that is. */
export interface ForWhom {
  audience: string
  name: string
  people: number
  /** Null, like the fields below, without enough data. */
  best: string | null
  /** The rate of the best asset there. */
  rate: number | null
  probability: number | null
  /** What the overall leader would lose there, relative; 0 where it is best itself. */
  loss: number | null
  /** Whether any asset performs differently there than with other audiences, beyond chance. */
  differs: boolean
  /** The figures of all compared assets there. */
  found: InAudience
}

/**
 * Return the audiences that have figures with their best assets, first where it differs from the
 * overall leader. `judged` is the comparison of those that may be best; null while it is loading.
 */
export function forWhom({ audiences }: Judged, judged: Judged | null): ForWhom[] {
  const leader = judged?.arms[0]?.asset ?? null
  const choices = new Map(judged?.audiences.map((one) => [one.audience, one]))
  const rows = audiences
    .filter(({ effects }) => effects.length > 0)
    .map((found): ForWhom => {
      const { audience, name, people } = found
      const choice = choices.get(audience)
      const best = choice?.best ?? null
      const rate = best === null ? null : choice?.rates[best]
      return {
        audience,
        name,
        people,
        best,
        rate: typeof rate === 'number' ? rate : null,
        probability: choice?.probability ?? null,
        loss: best !== null && best === leader ? 0 : (choice?.loss ?? null),
        differs: (choice?.differs.length ?? 0) > 0,
        found,
      }
    })
  const rank = (row: ForWhom) =>
    (row.differs ? 4 : 0) +
    (row.best !== null && row.best !== leader ? 2 : 0) +
    (row.probability ?? -1)
  return rows.sort((a, b) => rank(b) - rank(a))
}

/** Return a probability in words. */
export function surely(chance: number | null): string {
  if (chance === null) return 'not enough data'
  if (isSure(chance)) return 'sure'
  return chance >= 0.8 ? 'likely' : 'keep waiting'
}

/** Return the effect of an asset in an audience; empty without enough data. */
export function effectOf(one: InAudience, asset: string): Estimate {
  const effect = one.effects.find(({ key }) => key === asset)?.value
  return effect ?? UNKNOWN
}

/** Return the tone of an effect: better is green, worse orange; clickbait is never green. */
export function effectTone(effect: Estimate, judged: Tone): Tone {
  if (!leavesOut(effect)) return 'plain'
  return (effect.value ?? 0) > 0 && judged !== 'mislead' ? 'win' : 'mislead'
}

/** Return the scale of all effects, from -100% to +200% at most. */
export function effectDomain(audiences: readonly InAudience[]): [number, number] {
  const all = audiences.flatMap(({ effects }) => effects.map(({ value }) => value))
  const low = Math.min(-0.1, ...all.map((effect) => effect.low ?? 0))
  const high = Math.max(0.1, ...all.map((effect) => effect.high ?? 0))
  return [Math.max(-1, low * 1.05), Math.min(2, high * 1.05)]
}
