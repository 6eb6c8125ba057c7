import type { ReactNode } from 'react'

import { spread } from '../kit/labels'
import { shorten } from '../kit/text'
import { colourOf, inkOf } from '../kit/tone'
import { type BandData, type BandLine, splitLines } from './data'
import styles from './LineLabels.module.css'
import { type Layout, endLabel } from './layout'

const GAP = 13.5

interface LabelsProps {
  readonly data: BandData
  readonly layout: Layout
  readonly onPoint: (line: string | null) => void
}

/** Labels at the ends of lines, moved apart; where not all fit, the coloured ones come first. */
export function LineLabels({ data, layout, onPoint }: LabelsProps): ReactNode {
  if (data.lines.length === 1) return null
  const { area, y, narrow, width } = layout
  const { grey, coloured } = splitLines(data.lines)
  const lines = [...coloured, ...grey].filter((line) => lastOf(line) !== null)
  const wanted = lines.map((line) => y(lastOf(line) ?? 0))
  const heights = spread(wanted, GAP, area.y + 4, area.y + area.height - 4)
  const left = area.x + area.width + 8
  return (
    <g>
      {lines.map((line, index) => {
        const height = heights[index] ?? null
        if (height === null) return null
        const named = coloured.includes(line)
        return (
          <text
            key={line.id}
            x={left}
            y={height}
            dy="0.35em"
            data-text={named ? 'strong' : 'words'}
            onPointerEnter={() => onPoint(line.id)}
            onPointerLeave={() => onPoint(null)}
            style={named ? { fill: inkOf(line.tone) } : undefined}
          >
            {shorten(endLabel(line, narrow), width - left, 11.5)}
          </text>
        )
      })}
    </g>
  )
}

/** Return the last figure of a line, at whose height its label should be. */
function lastOf(line: BandLine): number | null {
  return line.values.findLast(({ value }) => value !== null)?.value ?? null
}

/** A legend of the coloured lines, for charts too narrow for labels. */
export function LineKey({ data }: { readonly data: BandData }): ReactNode {
  const { coloured } = splitLines(data.lines)
  if (data.lines.length === 1) return null
  return (
    <ul className={styles.key}>
      {coloured.map((line) => (
        <li key={line.id}>
          <i style={{ background: colourOf(line.tone) }} />
          <b>{line.letter}</b> {line.name}
        </li>
      ))}
    </ul>
  )
}
