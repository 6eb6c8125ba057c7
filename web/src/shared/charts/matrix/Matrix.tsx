import type { CSSProperties, ReactNode } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import type { TipText } from '../kit/Tip'
import { show } from '../kit/units'
import { useReach } from '../kit/useReach'
import { type MatrixData, bounds, matrixSentence, matrixTable, matrixText, shadeOf } from './data'
import styles from './Matrix.module.css'
import { MatrixKey } from './MatrixKey'

/** How much each two have in common, in shades. */
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
    const lines: [string, string][] = value === null ? [] : [[data.name, show(value, unit)]]
    return {
      title: `${names[y]} and ${names[x]}`,
      lines,
      note: value === null ? missing : cell?.fact,
    }
  }
  return (
    <div className={styles.scroll}>
      <table
        className={styles.mx}
        style={{ '--columns': names.length } as CSSProperties}
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
              <th key={name} scope="col" aria-label={name}>
                <SlantedName name={name} />
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
                      style={shade(value, limits)}
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

function shade(value: number | null, limits: readonly number[]): CSSProperties {
  if (value === null) return {}
  const level = shadeOf(value, limits)
  return {
    background: `var(--q${level})`,
    color: level > 4 ? 'var(--q-ink-strong)' : 'var(--q-ink)',
  }
}

/** A column's name, slanted so that it has room. */
function SlantedName({ name }: { readonly name: string }): ReactNode {
  return (
    <svg width="100%" height={104} overflow="visible" aria-hidden="true">
      <svg x="50%" y={98} overflow="visible">
        <text transform="rotate(-52)" fill="var(--ink-2)" fontSize={12}>
          {name}
        </text>
      </svg>
    </svg>
  )
}
