import { effectTicks } from '@/shared/charts/effect/Effect'
import { type Estimate, figuresOf, leavesOut } from '@/shared/charts/kit/estimate'
import type { Tone } from '@/shared/charts/kit/tone'

/** A scale that rows share, and its ticks. */
export interface Scale {
  domain: [number, number]
  ticks: readonly number[]
}

/** Return the scale of relative effects, with zero; `room` is its width in px. */
export function scaleOf(effects: readonly Estimate[], room = 220): Scale {
  const figures = figuresOf(effects)
  if (figures.length === 0) return { domain: [-0.1, 0.1], ticks: [] }
  const [low, high] = [Math.min(0, ...figures), Math.max(0, ...figures)]
  const beyond = (high - low || 0.1) * 0.06
  const domain: [number, number] = [low - beyond, high + beyond]
  return { domain, ticks: effectTicks(domain, room) }
}

/** Return the tone of an effect: plain if it could be chance. */
export function toneOf(effect: Estimate): Tone {
  if (!leavesOut(effect)) return 'plain'
  return (effect.value ?? 0) > 0 ? 'win' : 'mislead'
}
