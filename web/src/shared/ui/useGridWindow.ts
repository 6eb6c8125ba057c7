import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** How the cells of a grid lie: rows of equal height, gaps included. */
export interface Rows {
  columns: number
  height: number
}

/** The rendered cells, from `first` to before `end`, and the room of the others, in pixels. */
export interface GridWindow {
  first: number
  end: number
  above: number
  below: number
}

/** Rows are rendered in steps of this, so that most scrolling changes nothing. */
const STEP = 2

/** Browsers lay out no more than this, in pixels. */
const TALLEST = 16_000_000

/** Return how many cells fit on a page. */
export function roomFor({ columns, height }: Rows): number {
  return Math.floor(TALLEST / height) * columns
}

/** Return the cells to render of a grid whose top is `top` pixels above that of the window. */
export function gridWindowAt(top: number, room: number, rows: Rows, count: number): GridWindow {
  const { columns, height } = rows
  const all = Math.ceil(count / columns)
  const stepped = Math.floor(top / height / STEP) * STEP - STEP
  const first = Math.max(0, Math.min(stepped, all - 1))
  const end = Math.min(all, Math.max(first, stepped) + Math.ceil(room / height) + 3 * STEP)
  return {
    first: first * columns,
    end: Math.min(count, Math.max(end, first) * columns),
    above: first * height,
    below: Math.max(0, all - Math.max(end, first)) * height,
  }
}

/** Before a grid is laid out. */
const GUESS: Rows = { columns: 6, height: 420 }

/**
 * Return the cells to render of a grid of `count` that scrolls with the page, and its ref.
 *
 * Its cells are of equal height. Give it padding for the cells that are not rendered.
 */
export function useGridWindow(count: number): {
  grid: RefObject<HTMLUListElement | null>
  shown: GridWindow
  /** How many cells fit on the page; those beyond are not in the grid. */
  room: number
} {
  const grid = useRef<HTMLUListElement>(null)
  const [room, setRoom] = useState(Infinity)
  const [shown, setShown] = useState(() => gridWindowAt(0, 900, GUESS, count))
  const measure = useRef<(() => void) | null>(null)
  useLayoutEffect(() => {
    measure.current = () => {
      const list = grid.current
      if (!list) return
      const top = -list.getBoundingClientRect().top
      const rows = rowsOf(list)
      const most = roomFor(rows)
      const next = gridWindowAt(top, window.innerHeight, rows, Math.min(count, most))
      setRoom(most)
      setShown((before) => (same(before, next) ? before : next))
    }
    measure.current()
  }, [count])
  useEffect(() => {
    const update = () => measure.current?.()
    const resized = new ResizeObserver(update)
    if (grid.current) resized.observe(grid.current)
    window.addEventListener('scroll', update, { passive: true })
    window.addEventListener('resize', update)
    return () => {
      resized.disconnect()
      window.removeEventListener('scroll', update)
      window.removeEventListener('resize', update)
    }
  }, [])
  return { grid, shown, room }
}

function rowsOf(list: HTMLElement): Rows {
  const { gridTemplateColumns, rowGap } = getComputedStyle(list)
  const cell = list.firstElementChild?.getBoundingClientRect().height ?? 0
  return {
    columns: gridTemplateColumns.split(' ').length,
    height: cell > 0 ? cell + parseFloat(rowGap) : GUESS.height,
  }
}

function same(a: GridWindow, b: GridWindow): boolean {
  return a.first === b.first && a.end === b.end && a.above === b.above && a.below === b.below
}
