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

/** How many ticks an axis has, if their labels fit. */
export const TICKS = { least: 3, most: 5 } as const

/** Return ticks from `low` to `high` on `room` px: three to five if their labels fit, else fewer. */
export function pickTicks(
  [low, high]: readonly [number, number],
  room: number,
  label: (tick: number) => string,
): number[] {
  const fitting = roundSteps(high - low)
    .map((step) => multiples(low, high, step))
    .filter(({ length }) => length > 0 && length <= TICKS.most)
    .filter((ticks) => apart(ticks, room / (high - low)) >= widest(ticks, label) + GAP)
  return [...fitting].sort((a, b) => worth(b) - worth(a))[0] ?? []
}

/** Return 1, 2, 2.5 and 5 times powers of ten, around the steps that suit a range of this size. */
function roundSteps(size: number): number[] {
  const power = Math.floor(Math.log10(size))
  return [power - 1, power, power + 1].flatMap((exponent) =>
    [1, 2, 2.5, 5].map((digit) => Number(`${digit}e${exponent}`)),
  )
}

function multiples(low: number, high: number, step: number): number[] {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)]
  if (last < first || last - first >= TICKS.most) return []
  return Array.from({ length: last - first + 1 }, (_, n) =>
    Number(((first + n) * step).toPrecision(12)),
  )
}

function apart(ticks: readonly number[], pixels: number): number {
  const [first, second] = ticks
  return first === undefined || second === undefined ? Infinity : (second - first) * pixels
}

function widest(ticks: readonly number[], label: (tick: number) => string): number {
  return Math.max(0, ...ticks.map((tick) => textWidth(label(tick))))
}

/** Rank ticks: enough of them, then those in whole steps, then more of them. */
function worth(ticks: readonly number[]): number {
  const [first = 0, second = 0] = ticks
  const enough = ticks.length >= TICKS.least ? 10 : 0
  const whole = (second - first).toExponential().startsWith('2.5') ? 0 : 1.5
  return enough + whole + ticks.length
}

/** Return ticks for a scale of percentages of par: 100, and its doublings and halvings. */
export function doublings([low, high]: readonly [number, number], par = 100): number[] {
  const ticks = [par]
  for (let tick = par / 2; tick >= low; tick /= 2) ticks.unshift(tick)
  for (let tick = par * 2; tick <= high; tick *= 2) ticks.push(tick)
  return ticks
}
