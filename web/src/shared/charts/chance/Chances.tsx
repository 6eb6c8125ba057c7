import type { ReactNode } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import { Glyph } from '../kit/Glyph'
import type { ChartTable } from '../kit/table'
import { type Tone, colourOf } from '../kit/tone'
import { showChance } from '../kit/units'
import styles from './Chances.module.css'

/** The probabilities of an asset: one per column, or why it has none. */
export interface ChanceRow {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly tone?: Tone | undefined
  readonly chances: readonly (number | string | null)[]
}

export interface ChanceData {
  /** What the probabilities are based on, such as “by plays alone”. */
  readonly columns: readonly string[]
  readonly rows: readonly ChanceRow[]
}

/** Probabilities as bars from 0 to 100%. */
export function Chances({ data, ...words }: FrameWords & { readonly data: ChanceData }): ReactNode {
  return (
    <Frame {...words} table={chanceTable(data)}>
      <table className={styles.tbl} aria-label={chanceSentence(data)}>
        <thead>
          <tr>
            <th scope="col">Asset</th>
            {data.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.letter !== undefined && <b>{row.letter}</b>}
                <span>{row.name}</span>
              </th>
              {row.chances.map((chance, index) => (
                <td key={data.columns[index]}>
                  <Chance chance={chance} tone={row.tone} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Frame>
  )
}

interface ChanceProps {
  readonly chance: number | string | null
  readonly tone: Tone | undefined
}

function Chance({ chance, tone }: ChanceProps): ReactNode {
  if (typeof chance === 'string') {
    return (
      <span className={styles.fails}>
        <Glyph name="cross" />
        {chance}
      </span>
    )
  }
  return (
    <div className={styles.chance}>
      <div className={styles.bar}>
        <div style={{ width: `${100 * (chance ?? 0)}%`, background: colourOf(tone) }} />
      </div>
      <span className={styles.figure}>{showChance(chance)}</span>
    </div>
  )
}

/** Return the probabilities as a table. */
function chanceTable({ columns, rows }: ChanceData): ChartTable {
  return {
    columns: [{ label: 'Asset' }, ...columns.map((label) => ({ label, unit: 'rate' as const }))],
    rows: rows.map(({ name, chances }) => [name, ...chances]),
  }
}

/** Describe which asset is most likely best, by column. */
function chanceSentence({ columns, rows }: ChanceData): string {
  const said = columns.flatMap((column, index) => {
    const chance = (row: ChanceRow): number => {
      const value = row.chances[index]
      return typeof value === 'number' ? value : -1
    }
    const best = [...rows].sort((a, b) => chance(b) - chance(a))[0]
    if (best === undefined || chance(best) < 0) return []
    return [`${column}: ${best.name} with ${showChance(chance(best))}`]
  })
  return `Probability of being best. ${said.join('; ') || 'Not enough data yet'}.`
}
