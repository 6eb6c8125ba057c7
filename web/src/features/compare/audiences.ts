import { type Estimate, leavesOut, UNKNOWN } from '@/shared/charts/kit/estimate'
import type { Tone } from '@/shared/charts/kit/tone'
import type { Comparison, InAudience } from './comparison'

/** How many audiences are shown by default. */
export const FEW = 12

type Judged = Pick<Comparison, 'audiences' | 'arms'>

/** The best asset for an audience, and how certain it is. */
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
}

/** Return the best asset of each audience, first where it differs from the overall leader. */
export function forWhom({ audiences, arms }: Judged): ForWhom[] {
  const leader = arms[0]?.asset ?? null
  const rows = audiences.map((one) => {
    const rate = one.best === null ? null : one.rates[one.best]
    return {
      audience: one.audience,
      name: one.name,
      people: one.people,
      best: one.best,
      rate: typeof rate === 'number' ? rate : null,
      probability: one.probability,
      loss: one.best === leader && one.best !== null ? 0 : one.loss,
      differs: one.differs.length > 0,
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
  if (chance >= 0.95) return 'sure'
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

/**
 * Return audiences with figures, those with the clearest effects first.
 */
export function byDifference({ audiences }: Pick<Comparison, 'audiences'>): InAudience[] {
  const known = audiences.filter(({ effects }) => effects.length > 0)
  const mark = (one: InAudience) =>
    one.differs.length * 10 +
    Math.max(0, ...one.effects.map(({ value }) => (leavesOut(value) ? least(value) : 0)))
  return [...known].sort((a, b) => mark(b) - mark(a))
}

/** Return the distance of an interval from zero. */
function least({ low, high }: Estimate): number {
  return Math.min(Math.abs(low ?? 0), Math.abs(high ?? 0))
}

/** Return the scale of all effects, from -100% to +200% at most. */
export function effectDomain(audiences: readonly InAudience[]): [number, number] {
  const all = audiences.flatMap(({ effects }) => effects.map(({ value }) => value))
  const low = Math.min(-0.1, ...all.map((effect) => effect.low ?? 0))
  const high = Math.max(0.1, ...all.map((effect) => effect.high ?? 0))
  return [Math.max(-1, low * 1.05), Math.min(2, high * 1.05)]
}
