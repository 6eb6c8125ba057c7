import { scaleLinear } from '@visx/scale'
import type { ReactNode } from 'react'

import { AxisBottom, type Place } from '../kit/Axis'
import { type Estimate, figuresOf, isKnown } from '../kit/estimate'
import { Frame, type FrameWords } from '../kit/Frame'
import { type Drawing, Plot } from '../kit/Plot'
import { RowName, rowPlaces } from '../kit/rows'
import { textWidth } from '../kit/text'
import { domainOf } from '../kit/ticks'
import { type Pair, type PairData, pairSentence, pairTable, withRange } from './data'
import styles from './Pairs.module.css'

/** Two figures per row with their intervals: a dot, and a diamond below it. */
export function Pairs({ data, ...words }: FrameWords & { readonly data: PairData }): ReactNode {
  return (
    <Frame {...words} table={pairTable(data)} foot={words.foot ?? <PairKey data={data} />}>
      <Plot sentence={pairSentence(data)} draw={({ width }) => drawPairs(data, width)} />
    </Frame>
  )
}

function drawPairs({ pairs, unit, factName = '', of, name }: PairData, width: number): Drawing {
  const values = Math.max(textWidth(factName), ...pairs.map(({ fact = '' }) => textWidth(fact, 13)))
  const asked = { width, values, top: 20, rowHeight: 34, inset: 8, stack: false }
  const layout = rowPlaces(pairs, asked)
  const figures = figuresOf(pairs.flatMap(({ first, second }) => [first, second]))
  const domain = domainOf(figures, { room: 0.05 })
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
      const ends = figuresOf([first, second]).map(x)
      if (ends.length === 0) return []
      const from = Math.min(...ends) - 10
      const box = {
        x: from,
        y: layout.row(index).bar - 15,
        width: Math.max(...ends) + 10 - from,
        height: 30,
      }
      const lines: [string, string][] = [
        [of[0], withRange(first, unit)],
        [of[1], withRange(second, unit)],
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

/** From the middle of a row to each of its two figures, in px. */
const APART = 6

function PairMark({ pair: { first, second }, x, y }: PairMarkProps): ReactNode {
  return (
    <g>
      <Range estimate={first} x={x} y={y - APART} />
      <Range estimate={second} x={x} y={y + APART} />
      {first.value !== null && (
        <circle cx={x(first.value)} cy={y - APART} r={4} fill="var(--mark)" />
      )}
      {second.value !== null && <Diamond x={x(second.value)} y={y + APART} />}
    </g>
  )
}

interface RangeProps {
  readonly estimate: Estimate
  readonly x: Place
  readonly y: number
}

function Range({ estimate, x, y }: RangeProps): ReactNode {
  if (!isKnown(estimate)) return null
  return (
    <line
      x1={x(estimate.low)}
      x2={x(estimate.high)}
      y1={y}
      y2={y}
      stroke="var(--mark-band)"
      strokeWidth={6}
    />
  )
}

function Diamond({ x, y }: { readonly x: number; readonly y: number }): ReactNode {
  return (
    <path
      d={`M${x} ${y - 5}l5 5l-5 5l-5-5z`}
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
