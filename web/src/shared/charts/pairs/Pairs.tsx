import { scaleLinear } from '@visx/scale'
import type { ReactNode } from 'react'

import { AxisBottom, type Place } from '../kit/Axis'
import { Frame, type FrameWords } from '../kit/Frame'
import { type Drawing, Plot } from '../kit/Plot'
import { RowName, rowPlaces } from '../kit/rows'
import type { ChartTable } from '../kit/table'
import { textWidth } from '../kit/text'
import { domainOf } from '../kit/ticks'
import { type Unit, show } from '../kit/units'
import styles from './Pairs.module.css'

/** Two figures of an asset. */
export interface Pair {
  readonly id: string
  readonly name: string
  readonly letter?: string | undefined
  readonly first: number | null
  readonly second: number | null
  /** A fact at the right, such as a share. */
  readonly fact?: string | undefined
}

export interface PairData {
  readonly name: string
  readonly unit: Unit
  /** The names of the two, such as “Explore, random” and “Exploit, chosen”. */
  readonly of: readonly [string, string]
  /** The name of the fact at the right, such as “share”. */
  readonly factName?: string | undefined
  readonly pairs: readonly Pair[]
}

/** Two figures per row: a dot and a diamond with a line between them. */
export function Pairs({ data, ...words }: FrameWords & { readonly data: PairData }): ReactNode {
  return (
    <Frame {...words} table={pairTable(data)} foot={words.foot ?? <PairKey data={data} />}>
      <Plot sentence={pairSentence(data)} draw={({ width }) => drawPairs(data, width)} />
    </Frame>
  )
}

function drawPairs({ pairs, unit, factName = '', of, name }: PairData, width: number): Drawing {
  const values = Math.max(textWidth(factName), ...pairs.map(({ fact = '' }) => textWidth(fact, 13)))
  const asked = { width, values, top: 20, rowHeight: 26, inset: 8, stack: false }
  const layout = rowPlaces(pairs, asked)
  const figures = pairs
    .flatMap(({ first, second }) => [first, second])
    .filter((figure) => figure !== null)
  const domain = domainOf(figures, { room: 0.1 })
  const scale = scaleLinear<number>({ domain, range: [layout.left, layout.right] })
  const x: Place = (figure) => scale(figure)
  return {
    height: layout.bottom + 26,
    marks: (
      <>
        <text x={width} y={12} textAnchor="end">
          {factName}
        </text>
        <AxisBottom
          place={x}
          domain={domain}
          unit={unit}
          top={layout.top}
          bottom={layout.bottom}
          edge={width}
        />
        {pairs.map((pair, index) => {
          const place = layout.row(index)
          return (
            <g key={pair.id}>
              <RowName place={place} name={pair.name} letter={pair.letter} />
              <PairMark pair={pair} x={x} y={place.bar} />
              <text x={width} y={place.text} textAnchor="end" data-text="unsure">
                {pair.fact}
              </text>
            </g>
          )
        })}
      </>
    ),
    spots: pairs.flatMap(({ id, name: title, first, second }, index) => {
      const ends = [first, second].filter((figure) => figure !== null).map(x)
      if (ends.length === 0) return []
      const from = Math.min(...ends) - 10
      const box = {
        x: from,
        y: layout.row(index).bar - 12,
        width: Math.max(...ends) + 10 - from,
        height: 24,
      }
      const lines: [string, string][] = [
        [of[0], show(first, unit)],
        [of[1], show(second, unit)],
      ]
      return [{ id, ...box, tip: { title: `${title}, ${name.toLowerCase()}`, lines } }]
    }),
  }
}

interface PairMarkProps {
  readonly pair: Pair
  readonly x: Place
  readonly y: number
}

function PairMark({ pair: { first, second }, x, y }: PairMarkProps): ReactNode {
  return (
    <g>
      {first !== null && second !== null && (
        <line x1={x(first)} x2={x(second)} y1={y} y2={y} stroke="var(--mark)" strokeWidth={1.4} />
      )}
      {first !== null && <circle cx={x(first)} cy={y} r={4.5} fill="var(--mark)" />}
      {second !== null && <Diamond x={x(second)} y={y} />}
    </g>
  )
}

function Diamond({ x, y }: { readonly x: number; readonly y: number }): ReactNode {
  return (
    <path
      d={`M${x} ${y - 6}l6 6l-6 6l-6-6z`}
      fill="var(--surface)"
      stroke="var(--mark)"
      strokeWidth={1.6}
    />
  )
}

function PairKey({ data: { of } }: { readonly data: PairData }): ReactNode {
  return (
    <>
      <span className={styles.key}>
        <svg width="14" height="14" aria-hidden="true">
          <circle cx="7" cy="7" r="4.5" fill="var(--mark)" />
        </svg>
        {of[0]}
      </span>
      <span className={styles.key}>
        <svg width="14" height="14" aria-hidden="true">
          <Diamond x={7} y={7} />
        </svg>
        {of[1]}
      </span>
    </>
  )
}

/** Return the figures as a table. */
function pairTable({ unit, of, factName, pairs }: PairData): ChartTable {
  return {
    columns: [
      { label: 'Asset' },
      { label: of[0], unit },
      { label: of[1], unit },
      { label: factName ?? 'Note' },
    ],
    rows: pairs.map(({ name, first, second, fact }) => [name, first, second, fact ?? null]),
  }
}

/** Describe both figures of each row. */
function pairSentence({ name, unit, of, pairs }: PairData): string {
  const said = pairs.map(
    (pair) => `${pair.name} ${show(pair.first, unit)} and ${show(pair.second, unit)}`,
  )
  return `${name}, ${of[0]} and ${of[1]}: ${said.join('; ')}.`
}
