import type { ReactNode } from 'react'

import { shorten, textWidth } from './text'

/** The layout of a row: heights in px. */
export interface RowPlace {
  readonly bar: number
  /** The baseline of the name and the value. */
  readonly text: number
  readonly end: number
  /** The width for the name. */
  readonly name: number
}

/** The layout of a chart of rows, in px. */
export interface RowsLayout {
  /** The ends of the scale. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** Returns the layout of a row by its index. */
  readonly row: (index: number) => RowPlace
}

interface RowNameOf {
  readonly name: string
  readonly letter?: string | undefined
}

interface RowsAsked {
  readonly width: number
  /** The width of the widest value at the right. */
  readonly values: number
  readonly top: number
  readonly rowHeight: number
  /** How far marks may extend beyond the scale. */
  readonly inset: number
  /** Whether names may be above the marks on narrow charts; true by default. */
  readonly stack?: boolean
}

/** If marks have less width than this, they take the full width below the name and the value. */
const LEAST = 170
/** The least height of a row with a line above its marks. */
const LEAST_STACKED = 48
const LETTER = 22

/** Return the indentation of a name, to leave room for its letter. */
function nameStart(letter: string | undefined): number {
  return letter === undefined ? 0 : Math.max(LETTER, textWidth(letter) + 8)
}

/**
 * Lay out rows: name at the left, marks in the middle, value at the right. On narrow charts, the name
 * and the value are in a line above the marks, which then take the full width.
 */
export function rowPlaces(rows: readonly RowNameOf[], asked: RowsAsked): RowsLayout {
  const { width, values, top, rowHeight, inset, stack = true } = asked
  const named = Math.max(0, ...rows.map((row) => nameStart(row.letter) + textWidth(row.name, 13)))
  const stacked = stack && width - named - values - 24 < LEAST
  const name = stacked ? width - values - 8 : Math.min(named, width * 0.34)
  const height = stacked ? Math.max(LEAST_STACKED, rowHeight + 12) : rowHeight
  return {
    left: (stacked ? 0 : name + 12) + inset,
    right: width - (stacked ? 0 : values + 12) - inset,
    top,
    bottom: top + rows.length * height,
    row: (index) => {
      const start = top + index * height
      const bar = stacked ? start + height - 16 : start + height / 2 - 1
      return { bar, text: stacked ? start + 18 : bar + 4.5, end: start + height, name }
    },
  }
}

interface RowNameProps extends RowNameOf {
  readonly place: RowPlace
}

/** The letter and the name of a row. */
export function RowName({ place, name, letter }: RowNameProps): ReactNode {
  const start = nameStart(letter)
  const shown = shorten(name, place.name - start)
  return (
    <g>
      {letter !== undefined && (
        <text y={place.text} data-text="letter">
          {letter}
        </text>
      )}
      <text x={start} y={place.text} data-text="name">
        {shown}
        {shown !== name && <title>{name}</title>}
      </text>
    </g>
  )
}
