import type { ComponentProps, CSSProperties, ReactNode } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import type { TipText } from '../kit/Tip'
import { show } from '../kit/units'
import { useReach } from '../kit/useReach'
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

/** Audiences × assets: the figure and its difference from the row's mean, which gives the colour. */
export function Heatmap({ data, ...words }: FrameWords & { readonly data: HeatData }): ReactNode {
  return (
    <Frame {...words} table={heatTable(data)} foot={words.foot ?? <HeatKey data={data} />}>
      <Grid data={data} />
    </Frame>
  )
}

function Grid({ data }: { readonly data: HeatData }): ReactNode {
  const { columns, rows, rowsName, meansName = 'All assets' } = data
  const { ref, mark, tip } = useReach<HTMLTableSectionElement>()
  const count = rows.length * columns.length
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
                  {column.letter && <b>{column.letter} </b>}
                  <span>{column.name}</span>
                </span>
              </th>
            ))}
            <th scope="col">{meansName}</th>
          </tr>
        </thead>
        <tbody ref={ref}>
          {rows.map((row, y) => (
            <tr key={row.id}>
              <th scope="row">
                {row.href ? <a href={row.href}>{row.name}</a> : <span>{row.name}</span>}
                {row.fact && <small>{row.fact}</small>}
              </th>
              {columns.map((column, x) => (
                <Cell
                  key={column.id}
                  data={data}
                  x={x}
                  y={y}
                  mark={(text) => mark(y * columns.length + x, count, text)}
                />
              ))}
              <td className={styles.mean}>{show(row.mean, data.unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tip}
    </div>
  )
}

interface CellProps {
  readonly data: HeatData
  readonly x: number
  readonly y: number
  readonly mark: (tip: TipText) => ComponentProps<'button'>
}

function Cell({ data, x, y, mark }: CellProps): ReactNode {
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
  const reach = mark(text)
  return (
    <td className={styles.slot}>
      <button
        type="button"
        className={styles.cell}
        data-cell={cell.state}
        data-best={cell.best === true}
        style={colours}
        {...reach}
        aria-label={[figure, difference, reach['aria-label']].filter(Boolean).join(' ')}
      >
        <span>{figure}</span> {difference && <small>{difference}</small>}
      </button>
    </td>
  )
}
