import { type Estimate, leavesOut } from '../kit/estimate'
import type { Box, Marked } from '../kit/labels'
import { textWidth } from '../kit/text'
import type { ChartTable } from '../kit/table'
import { domainOf } from '../kit/ticks'
import type { Tone } from '../kit/tone'
import { show } from '../kit/units'

/** An asset by plays won and viewers kept, relative to the title's other assets. */
export interface QuadrantPoint {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly tone?: Tone | undefined
  /** Whether it is a small dot without label and interval, as for the many around the findings. */
  readonly quiet?: boolean | undefined
  readonly winning: Estimate
  readonly keeping: Estimate
  readonly href?: string | undefined
}

export interface QuadrantData {
  readonly points: readonly QuadrantPoint[]
}

/** A point with both figures, and its position. */
export interface Placed {
  readonly point: QuadrantPoint
  readonly x: number
  readonly y: number
}

/** Return the scale of an axis: its values, zero, and some room for labels. */
export function sideDomain(estimates: readonly Estimate[]): [number, number] {
  const values = estimates.flatMap(({ value }) => (value === null ? [] : [value]))
  const [low, high] = domainOf([...values, -0.1, 0.1], { zero: true, room: 0.12 })
  return [low, high]
}

/** Return the label of a point. */
export function pointLabel({ letter, name }: QuadrantPoint): string {
  return letter === undefined ? name : `${letter} ${name}`
}

/** Return the position of a point in words. */
export function quarterOf({ winning, keeping }: QuadrantPoint): string {
  if (!leavesOut(winning) && !leavesOut(keeping)) return 'like the title’s other assets'
  const wins = (winning.value ?? 0) >= 0
  const keeps = (keeping.value ?? 0) >= 0
  if (wins) return keeps ? 'wins plays, keeps viewers' : 'wins plays, loses viewers'
  return keeps ? 'hidden gem, keeps viewers' : 'wins neither'
}

/** Return points as marks with labels, for the layout. */
export function toMarks(points: readonly Placed[]): Marked[] {
  return points.map(({ point, x, y }) => {
    return { x, y, radius: 6, width: textWidth(pointLabel(point)) + 2, height: 15 }
  })
}

/** Return the labels of the corners, and their positions. */
export function corners(
  area: Box,
): { text: string; x: number; y: number; end: boolean; box: Box }[] {
  const words = [
    'hidden gem',
    'wins plays, keeps viewers',
    'wins neither',
    'wins plays, loses viewers',
  ]
  return words.map((text, index) => {
    const [right, low] = [index % 2 === 1, index > 1]
    const x = right ? area.x + area.width - 6 : area.x + 6
    const y = low ? area.y + area.height - 8 : area.y + 16
    const width = textWidth(text)
    return {
      text,
      x,
      y,
      end: right,
      box: { x: right ? x - width : x, y: y - 12, width, height: 16 },
    }
  })
}

/** Return the figures as a table. */
export function quadrantTable({ points }: QuadrantData): ChartTable {
  const unit = 'change'
  return {
    columns: [
      { label: 'Asset' },
      { label: 'Plays won', unit },
      { label: 'Plays won, low', unit },
      { label: 'Plays won, high', unit },
      { label: 'Viewers kept', unit },
      { label: 'Viewers kept, low', unit },
      { label: 'Viewers kept, high', unit },
      { label: 'Position' },
    ],
    rows: points.map((point) => {
      const { name, winning, keeping } = point
      const figures = [
        winning.value,
        winning.low,
        winning.high,
        keeping.value,
        keeping.low,
        keeping.high,
      ]
      return [name, ...figures, quarterOf(point)]
    }),
  }
}

/** Describe which assets are clickbait or hidden gems, beyond chance. */
export function quadrantSentence({ points }: QuadrantData): string {
  const clear = points.filter(({ winning, keeping }) => leavesOut(winning) && leavesOut(keeping))
  const said = clear.map((point) => {
    const { name, winning, keeping } = point
    return `${name} ${quarterOf(point)} (${show(winning.value, 'change')}, ${show(keeping.value, 'change')})`
  })
  return `Plays won against viewers kept, ${points.length} assets. Beyond chance: ${said.join('; ') || 'none'}.`
}
