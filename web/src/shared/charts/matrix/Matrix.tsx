import type { CSSProperties, ReactNode } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import type { TipText } from '../kit/Tip'
import { textWidth } from '../kit/text'
import { useReach } from '../kit/useReach'
import {
  type MatrixData,
  bounds,
  coloursOf,
  matrixSentence,
  matrixTable,
  matrixText,
  matrixValue,
} from './data'
import styles from './Matrix.module.css'
import { MatrixKey } from './MatrixKey'

/** The overlap of each pair, in shades. */
export function Matrix({ data, ...words }: FrameWords & { readonly data: MatrixData }): ReactNode {
  return (
    <Frame {...words} table={matrixTable(data)} foot={words.foot ?? <MatrixKey data={data} />}>
      <Grid data={data} />
    </Frame>
  )
}

function Grid({ data }: { readonly data: MatrixData }): ReactNode {
  const { names, cells, unit, current, missing } = data
  const { ref, mark, tip } = useReach<HTMLTableSectionElement>()
  const limits = bounds(data)
  const others = names.length - 1
  const tipOf = (y: number, x: number): TipText => {
    const cell = cells[y]?.[x]
    const value = cell?.value ?? null
    const lines: [string, string][] = value === null ? [] : [[data.name, matrixValue(value, unit)]]
    return {
      title: `${names[y]} and ${names[x]}`,
      lines,
      note: value === null ? missing : cell?.fact,
    }
  }
  const room = roomFor(names)
  return (
    <div className={styles.scroll}>
      <table
        className={styles.mx}
        style={
          {
            '--columns': names.length,
            '--names': `${room.names}px`,
            '--tail': `${room.tail}px`,
          } as CSSProperties
        }
        aria-label={matrixSentence(data)}
      >
        <colgroup>
          <col className={styles.names} />
          <col span={names.length} />
          <col className={styles.tail} />
        </colgroup>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                <SlantedName name={name} height={room.head} />
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody ref={ref}>
          {names.map((name, y) => (
            <tr key={name}>
              <th scope="row" data-current={y === current}>
                {name}
              </th>
              {names.map((column, x) => {
                const value = cells[y]?.[x]?.value ?? null
                if (x === y) return <td key={column} className={styles.same} />
                const reach = mark(
                  y * others + x - (x > y ? 1 : 0),
                  names.length * others,
                  tipOf(y, x),
                )
                return (
                  <td key={column}>
                    <button
                      type="button"
                      className={styles.mc}
                      data-shown={value !== null}
                      style={value === null ? {} : coloursOf(value, unit, limits)}
                      {...reach}
                    >
                      {matrixText(value, unit)}
                    </button>
                  </td>
                )
              })}
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      {tip}
    </div>
  )
}

const SIZE = 12
const ANGLE = (52 * Math.PI) / 180

/** Return the space for the names of rows, and of columns, which are slanted. */
function roomFor(names: readonly string[]): { names: number; head: number; tail: number } {
  const longest = Math.max(...names.map((name) => textWidth(name, SIZE)))
  const last = textWidth(names.at(-1) ?? '', SIZE)
  return {
    names: Math.min(190, Math.max(...names.map((name) => textWidth(name, 13))) + 16),
    head: Math.min(170, longest * Math.sin(ANGLE) + 24),
    tail: Math.max(12, last * Math.cos(ANGLE) - 8),
  }
}

/** The slanted name of a column. */
function SlantedName({
  name,
  height,
}: {
  readonly name: string
  readonly height: number
}): ReactNode {
  return (
    <>
      <span className="vh">{name}</span>
      <svg width="100%" height={height} overflow="visible" aria-hidden="true">
        <svg x="50%" y={height - 6} overflow="visible">
          <text transform="rotate(-52)" fill="var(--ink-2)" fontSize={SIZE}>
            {name}
          </text>
        </svg>
      </svg>
    </>
  )
}
