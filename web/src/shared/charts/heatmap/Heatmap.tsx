import type { CSSProperties, KeyboardEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import { nextSpot } from '../kit/reach'
import { sayTip, type TipText, useTip } from '../kit/Tip'
import { show } from '../kit/units'
import {
  type HeatData,
  cellLines,
  cellText,
  heatSentence,
  heatTable,
  levelOf,
  readingOf,
} from './data'
import styles from './Heatmap.module.css'
import { HeatKey } from './HeatKey'

/** Audiences × assets: the figure and its difference from the row's mean, in colours around that. */
export function Heatmap({ data, ...words }: FrameWords & { readonly data: HeatData }): ReactNode {
  return (
    <Frame {...words} table={heatTable(data)} foot={words.foot ?? <HeatKey data={data} />}>
      <Grid data={data} />
    </Frame>
  )
}

function Grid({ data }: { readonly data: HeatData }): ReactNode {
  const { columns, rows, rowsName } = data
  const tip = useTip()
  const body = useRef<HTMLTableSectionElement>(null)
  const [current, setCurrent] = useState(0)

  const onKeyDown = (event: KeyboardEvent): void => {
    const cells = [...(body.current?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])]
    const boxes = cells.map((cell) => cell.getBoundingClientRect())
    const next = nextSpot(boxes, cells.indexOf(event.target as HTMLElement), event.key)
    if (next === null) return
    event.preventDefault()
    setCurrent(next)
    cells[next]?.focus()
  }
  return (
    <div className={styles.scroll}>
      <table
        className={styles.heat}
        aria-label={heatSentence(data)}
        style={{ '--columns': columns.length } as CSSProperties}
      >
        <colgroup>
          <col className={styles.names} />
          <col span={columns.length} />
          <col className={styles.means} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{rowsName}</th>
            {columns.map((column) => (
              <th key={column.id} scope="col">
                {column.image && <img src={column.image} alt="" loading="lazy" />}
                <span>
                  <b>{column.letter}</b> <span>{column.name}</span>
                </span>
              </th>
            ))}
            <th scope="col">All assets</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, y) => (
            <tr key={row.id}>
              <th scope="row">
                {row.href ? <a href={row.href}>{row.name}</a> : <span>{row.name}</span>}
                {row.fact && <small>{row.fact}</small>}
              </th>
              {columns.map((column, x) => {
                const at = y * columns.length + x
                return (
                  <Cell
                    key={column.id}
                    data={data}
                    x={x}
                    y={y}
                    reachable={at === current}
                    onEnter={(text, cell) => tip.show(text, cell.getBoundingClientRect())}
                    onLeave={tip.hide}
                    onFocus={() => setCurrent(at)}
                    onKeyDown={onKeyDown}
                  />
                )
              })}
              <td className={styles.mean}>{show(row.mean, data.unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tip.element}
    </div>
  )
}

interface CellProps {
  readonly data: HeatData
  readonly x: number
  readonly y: number
  readonly reachable: boolean
  readonly onEnter: (text: TipText, cell: HTMLElement) => void
  readonly onLeave: () => void
  readonly onFocus: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

function Cell({
  data,
  x,
  y,
  reachable,
  onEnter,
  onLeave,
  onFocus,
  onKeyDown,
}: CellProps): ReactNode {
  const [cell, row, column] = [data.cells[y]?.[x], data.rows[y], data.columns[x]]
  if (cell === undefined || row === undefined || column === undefined) return <td />
  const level = levelOf(cell.estimate.value, row.mean)
  const [figure, difference] = cellText(cell, row.mean, data)
  const text: TipText = {
    title: `${column.name}, ${row.name}`,
    lines: cellLines(cell, data),
    note: readingOf(cell, data),
  }
  const colours = {
    '--c': `var(--d${level})`,
    '--cell-ink': Math.abs(level) === 3 ? 'var(--d-ink-strong)' : 'var(--d-ink)',
  } as CSSProperties
  return (
    <td className={styles.slot}>
      <button
        type="button"
        className={styles.cell}
        data-cell={cell.state}
        data-best={cell.best === true}
        style={colours}
        tabIndex={reachable ? 0 : -1}
        aria-label={sayTip(text)}
        onFocus={(event) => {
          onFocus()
          onEnter(text, event.currentTarget)
        }}
        onBlur={onLeave}
        onKeyDown={onKeyDown}
        onPointerEnter={(event) => onEnter(text, event.currentTarget)}
        onPointerLeave={onLeave}
      >
        <span>{figure}</span>
        {difference && <small>{difference}</small>}
      </button>
    </td>
  )
}
