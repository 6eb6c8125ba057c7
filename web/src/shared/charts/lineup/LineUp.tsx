import { scaleLinear } from '@visx/scale'
import type { CSSProperties, ReactNode } from 'react'

import { Frame, type FrameWords } from '../kit/Frame'
import { colourOf } from '../kit/tone'
import { tickLabels } from '../kit/units'
import { useReach } from '../kit/useReach'
import { useWidth } from '../kit/useWidth'
import { type LineUpData, itemTip, lineUpSentence, lineUpTable } from './data'
import { type Stand, standOnFloors } from './floors'
import styles from './LineUp.module.css'
import { Figure } from './Figure'
import { RankedList } from './RankedList'

const NARROW = 620
const INSET = 44
const FLOOR = 118
const GROUND = 50

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
  const { domain, unit, norm } = data
  const { ref, mark, tip } = useReach<HTMLDivElement>()
  const scale = scaleLinear<number>({
    domain: [...domain],
    range: [INSET, width - INSET],
    clamp: true,
  })
  const x = (figure: number): number => scale(figure)
  const stands = standOnFloors(data.items, x)
  const floors = Math.max(1, ...stands.map(({ floor }) => (floor ?? 0) + 1))
  const ticks = scale.ticks(Math.max(3, Math.min(12, (width - 2 * INSET) / 80)))
  const labels = tickLabels(ticks, unit)
  return (
    <div ref={ref} className={styles.lu} style={{ height: GROUND + (floors - 1) * FLOOR + 118 }}>
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
          reach={mark(index, stands.length, itemTip(stand.item, data))}
          data={data}
        />
      ))}
      {tip}
    </div>
  )
}

interface ItemProps {
  readonly stand: Stand
  readonly x: (figure: number) => number
  readonly data: LineUpData
  readonly reach: ReturnType<ReturnType<typeof useReach>['mark']>
}

function Item({ stand: { item, x: at, floor }, x, data, reach }: ItemProps): ReactNode {
  const { low, high } = item.estimate
  const style = {
    left: at,
    bottom: floor === null ? 26 : GROUND + floor * FLOOR,
    '--tone': colourOf(item.tone),
    '--from': `${x(low ?? item.estimate.value ?? 0) - at}px`,
    '--wide': `${x(high ?? 0) - x(low ?? 0)}px`,
    '--stem': `${(floor ?? 0) * FLOOR + 12}px`,
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
