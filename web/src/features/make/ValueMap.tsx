import { type KeyboardEvent, type ReactNode, useRef } from 'react'

import { Frame } from '@/shared/charts/kit/Frame'
import { compact, count } from '@/shared/format'
import { Button } from '@/shared/ui'

import type { Row } from './asking'
import { Dot, DotPatterns } from './Dot'
import { columnId, mapOf, mapTable, type MapCell, type ValueMap as MapData } from './map'
import { MapKey } from './MapKey'
import type { MakeState } from './state'
import styles from './ValueMap.module.css'
import { cellSentence, indexText } from './wording'

const ROWS = {
  genre: 'genre',
  tag: 'tag',
  content_type: 'content type',
  genre_and_type: 'genre and content type',
}
const COLUMNS = { country: 'country', region: 'region', audience: 'audience' }
const DOT = 56

interface ValueMapProps {
  rows: readonly Row[]
  state: MakeState
  chosen: Row | null
  onChoose: (row: Row, moved: boolean) => void
  onAll: () => void
  foot: ReactNode
}

/** Values by markets or audiences: demand as colour, hours as area. */
export function ValueMap({ rows, state, chosen, onChoose, onAll, foot }: ValueMapProps) {
  const data = mapOf(rows, state)
  const left = data.more.reduce((a, b) => a + b, 0)
  const [colour, reading] =
    state.colour === 'demand'
      ? ['Demand', '100: people watch it as much as it is offered.']
      : ['Taste', '100: they watch it as much as everybody does.']
  return (
    <Frame
      title={`${colour} by ${ROWS[state.by]} and ${COLUMNS[state.across]}`}
      lead={reading}
      table={mapTable(rows, state)}
      foot={
        <div className={styles.foot}>
          <MapKey colour={state.colour} />
          {foot}
        </div>
      }
    >
      <Grid {...{ data, state, chosen, onChoose }} colour={colour.toLowerCase()} />
      {left > 0 && (
        <p className={styles.more}>
          <Button small variant="quiet" onClick={onAll}>
            Show {moreText(data.more, state)} with less viewing
          </Button>
        </p>
      )}
    </Frame>
  )
}

function moreText([values, columns]: MapData['more'], { across }: MakeState): string {
  return [
    ...(values > 0 ? [count(values, 'row')] : []),
    ...(columns > 0
      ? [across === 'country' ? count(columns, 'country', 'countries') : count(columns, across)]
      : []),
  ].join(' and ')
}

interface GridProps {
  data: MapData
  state: MakeState
  chosen: Row | null
  onChoose: (row: Row, moved: boolean) => void
  colour: string
}

const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

function Grid({ data, state, chosen, onChoose, colour }: GridProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const here = chosen && JSON.stringify([chosen.value, columnId(chosen)])
  const onKeyDown = (event: KeyboardEvent, y: number, x: number) => {
    const step = STEPS[event.key]
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    const next = [y + step[0], x + step[1]] as const
    const cell = data.cells[next[0]]?.[next[1]]
    if (!cell) return
    body.current?.querySelector<HTMLElement>(`[data-at="${next.join(' ')}"]`)?.focus()
    if (cell.row) onChoose(cell.row, true)
  }
  const any = data.cells.some((cells, y) => cells.some((_, x) => isHere(data, y, x, here)))
  return (
    <div className={styles.scroll}>
      <DotPatterns />
      <table className={styles.map}>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">{ROWS[state.by]}</span>
            </th>
            {data.columns.map(({ id, name, hours }) => (
              <th key={id} scope="col">
                {name}
                <small>{compact(hours)} h</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {data.values.map((value, y) => (
            <tr key={value.id}>
              <th scope="row">
                {value.name}
                <small>{count(value.titles, 'title')}</small>
              </th>
              {data.columns.map((column, x) => {
                const cell = data.cells[y]?.[x]
                if (!cell) return null
                const on = isHere(data, y, x, here)
                return (
                  <td key={column.id}>
                    <Cell
                      cell={cell}
                      label={cellSentence(cell, [value.name, column.name], colour)}
                      on={on}
                      place={`${y} ${x}`}
                      reached={on || (!any && y === 0 && x === 0)}
                      onChoose={() => cell.row && onChoose(cell.row, false)}
                      onKeyDown={(event) => onKeyDown(event, y, x)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function isHere(data: MapData, y: number, x: number, here: string | null): boolean {
  return JSON.stringify([data.values[y]?.id, data.columns[x]?.id]) === here
}

interface CellProps {
  cell: MapCell
  label: string
  on: boolean
  place: string
  /** Whether Tab leads to it; arrow keys lead on. */
  reached: boolean
  onChoose: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

function Cell({ cell, label, on, place, reached, onChoose, onKeyDown }: CellProps) {
  const { row, state, level, radius, index } = cell
  return (
    <button
      type="button"
      className={styles.cell}
      data-cell={state}
      data-at={place}
      aria-label={label}
      aria-pressed={on}
      aria-disabled={row ? undefined : true}
      tabIndex={reached ? 0 : -1}
      onClick={onChoose}
      onKeyDown={onKeyDown}
    >
      <Dot
        level={level}
        radius={radius}
        state={state}
        size={DOT}
        ringed={row?.finding === 'UNDER_SERVED'}
        crossed={row?.finding === 'ONE_TITLE'}
      />
      <span>{state === 'hidden' ? '' : state === 'few' ? '–' : indexText(index.value)}</span>
    </button>
  )
}
