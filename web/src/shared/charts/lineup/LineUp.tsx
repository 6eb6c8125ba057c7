import { scaleLinear } from '@visx/scale'
import type { CSSProperties, ReactNode } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import { colourOf } from '../kit/tone'
import { textWidth } from '../kit/text'
import { pickTicks } from '../kit/ticks'
import { showTick, tickLabels } from '../kit/units'
import { useReach } from '../kit/useReach'
import { useWidth } from '../kit/useWidth'
import { type LineUpData, type LineUpNorm, itemTip, lineUpSentence, lineUpTable } from './data'
import { pictureSize, type Stand, standOnFloors } from './floors'
import styles from './LineUp.module.css'
import { Figure } from './Figure'
import { RankedList } from './RankedList'

const NARROW = 620
const INSET = 44
/** The height of an item's bar, its figure and the room above it. */
const BELOW = 34
const GROUND = 50
/** The height of a norm at the top. */
const STRIP = 18

/** Posters on a ruler at their figure; a ranked list where there is no room for that. */
export function LineUp({ data, ...words }: FrameWords & { readonly data: LineUpData }): ReactNode {
  const { ref, width } = useWidth()
  return (
    <Frame {...words} table={lineUpTable(data)}>
      <div ref={ref} role="group" aria-label={lineUpSentence(data)}>
        {width >= NARROW && <Ruler data={data} width={width} />}
        {width > 0 && width < NARROW && <RankedList data={data} />}
      </div>
    </Frame>
  )
}

function Ruler({ data, width }: { readonly data: LineUpData; readonly width: number }): ReactNode {
  const { domain, unit, norms, mixed } = data
  const { ref, mark, tip } = useReach<HTMLDivElement>()
  const scale = scaleLinear<number>({
    domain: [...domain],
    range: [INSET, width - INSET],
    clamp: true,
  })
  const x = (figure: number): number => scale(figure)
  const stands = standOnFloors(data.items, x)
  const heights = floorHeights(stands)
  const rise = (floor: number): number => sum(heights.slice(0, floor))
  const ticks = pickTicks(domain, width - 2 * INSET, (tick) => showTick(tick, unit))
  const strips = mixed ? norms : []
  const [norm] = mixed ? [] : norms
  const labels = tickLabels(ticks, unit)
  return (
    <div
      ref={ref}
      className={styles.lu}
      style={{ height: strips.length * STRIP + GROUND + sum(heights) }}
    >
      {strips.map((strip, row) => (
        <Strip key={strip.label} norm={strip} x={x} top={row * STRIP} edge={width} />
      ))}
      {norm && (
        <div
          className={styles.norm}
          style={{ left: x(norm.low), width: x(norm.high) - x(norm.low) }}
        >
          <span>{norm.label}</span>
        </div>
      )}
      {ticks.map((tick, index) => (
        <div key={tick} className={styles.tick} style={{ left: x(tick) }}>
          <span>{labels[index]}</span>
        </div>
      ))}
      {norm && <div className={styles.median} style={{ left: x(norm.median) }} />}
      <div className={styles.base} />
      {stands.map((stand, index) => (
        <Item
          key={stand.item.id}
          stand={stand}
          x={x}
          rise={rise(stand.floor ?? 0)}
          reach={mark(index, stands.length, itemTip(stand.item, data))}
          data={data}
        />
      ))}
      {tip}
    </div>
  )
}

function floorHeights(stands: readonly Stand[]): number[] {
  const floors = Math.max(1, ...stands.map(({ floor }) => (floor ?? 0) + 1))
  return Array.from({ length: floors }, (_, floor) => {
    const pictures = stands.filter((stand) => stand.floor === floor)
    return BELOW + Math.max(0, ...pictures.map(({ item }) => pictureSize(item).height))
  })
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}

interface StripProps {
  readonly norm: LineUpNorm
  readonly x: (figure: number) => number
  readonly top: number
  /** The right edge of the chart. */
  readonly edge: number
}

/** The norm of one of several asset types, with its name beside it. */
function Strip({ norm: { low, median, high, label }, x, top, edge }: StripProps): ReactNode {
  const before = x(high) + textWidth(label, 11) + 12 > edge
  return (
    <div className={styles.strip} style={{ top, left: x(low), width: x(high) - x(low) }}>
      <i style={{ left: x(median) - x(low) }} />
      <span data-before={before || undefined}>{label}</span>
    </div>
  )
}

interface ItemProps {
  readonly stand: Stand
  readonly x: (figure: number) => number
  /** How far its floor is above the ruler. */
  readonly rise: number
  readonly data: LineUpData
  readonly reach: ReturnType<ReturnType<typeof useReach>['mark']>
}

function Item({ stand: { item, x: at, floor }, x, rise, data, reach }: ItemProps): ReactNode {
  const { low, high } = item.estimate
  const style = {
    left: at,
    bottom: floor === null ? 26 : GROUND + rise,
    '--tone': colourOf(item.tone),
    '--from': `${x(low ?? item.estimate.value ?? 0) - at}px`,
    '--wide': `${x(high ?? 0) - x(low ?? 0)}px`,
    '--stem': `${rise + 12}px`,
  } as CSSProperties
  const Tag = item.href === undefined ? 'span' : 'a'
  return (
    <div className={styles.it} style={style} data-tone={item.tone} data-few={item.tone === 'few'}>
      {floor !== null && floor > 0 && <i className={styles.stem} />}
      {floor !== null && low !== null && high !== null && <i className={styles.bar} />}
      <i className={styles.pt} />
      {floor === null ? (
        <Tag
          className={styles.spot}
          href={item.href}
          role={item.href ? undefined : 'img'}
          {...reach}
        />
      ) : (
        <Figure item={item} data={data} reach={reach} />
      )}
    </div>
  )
}
