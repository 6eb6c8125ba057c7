import { scaleLinear } from '@visx/scale'

import { textWidth } from './text'

const GAP = 12

/** The options of a scale. */
interface DomainAsked {
  /** Whether the scale includes zero. */
  readonly zero?: boolean
  /** The padding around the figures as a share of their range; none beyond zero. */
  readonly room?: number
}

/** Return the range of a scale that holds all `figures`; 0 to 1 without figures. */
export function domainOf(figures: readonly number[], asked: DomainAsked = {}): [number, number] {
  const { zero = false, room = 0.05 } = asked
  const all = zero ? [...figures, 0] : figures
  const [low, high] = all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)]
  const beyond = (high - low) * room || Math.abs(low) / 10 || 0.5
  return [zero && low === 0 ? 0 : low - beyond, zero && high === 0 && low < 0 ? 0 : high + beyond]
}

/**
 * Return ticks from `low` to `high` on `room` px: three to five if their labels fit, else as close to
 * that as round steps allow.
 */
export function pickTicks(
  [low, high]: readonly [number, number],
  room: number,
  label: (tick: number) => string,
): number[] {
  const scale = scaleLinear<number>({ domain: [low, high] })
  const round = [8, 7, 6, 5, 4, 3, 2].map((count) => scale.ticks(count))
  const choices = [...round, [round.at(-1)?.[0] ?? low]]
  const fitting = choices.filter(
    (ticks) => apart(ticks, room / (high - low)) >= widest(ticks, label) + GAP,
  )
  return [...fitting].sort((a, b) => distance(a) - distance(b))[0] ?? []
}

function apart(ticks: readonly number[], pixels: number): number {
  const [first, second] = ticks
  return first === undefined || second === undefined ? Infinity : (second - first) * pixels
}

function widest(ticks: readonly number[], label: (tick: number) => string): number {
  return Math.max(0, ...ticks.map((tick) => textWidth(label(tick))))
}

function distance(ticks: readonly number[]): number {
  const off = ticks.length < 3 ? 4 * (3 - ticks.length) : Math.max(0, ticks.length - 5)
  return off - ticks.length / 100
}

/** Return ticks for a scale of percentages of par: 100, and its doublings and halvings. */
export function doublings([low, high]: readonly [number, number], par = 100): number[] {
  const ticks = [par]
  for (let tick = par / 2; tick >= low; tick /= 2) ticks.unshift(tick)
  for (let tick = par * 2; tick <= high; tick *= 2) ticks.push(tick)
  return ticks
}
