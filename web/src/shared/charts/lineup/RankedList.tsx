import type { ReactNode } from 'react'

import { IntervalBar } from '../interval/IntervalBar'
import { show } from '../kit/units'
import { type LineUpData, type LineUpItem, ranked } from './data'
import { Thumb } from './Figure'
import styles from './LineUp.module.css'

/** The items as a list, the best first, on the same scale. */
export function RankedList({ data }: { readonly data: LineUpData }): ReactNode {
  return (
    <ol className={styles.list}>
      {ranked(data.items).map((item) => (
        <li key={item.id}>
          {item.href === undefined ? (
            <span className={styles.row}>
              <Entry item={item} data={data} />
            </span>
          ) : (
            <a href={item.href} className={styles.row}>
              <Entry item={item} data={data} />
            </a>
          )}
        </li>
      ))}
    </ol>
  )
}

function Entry({
  item,
  data,
}: {
  readonly item: LineUpItem
  readonly data: LineUpData
}): ReactNode {
  const { name, unit, domain } = data
  return (
    <>
      <Thumb item={item} />
      <b>{item.letter}</b>
      <div>
        {item.words && <q className={styles.first}>{item.words}</q>}
        <IntervalBar
          name={`${item.name}, ${name}`}
          {...{ unit, domain }}
          norm={item.norm}
          estimate={item.estimate}
          tone={item.tone}
        />
      </div>
      <span>{show(item.estimate.value, unit)}</span>
    </>
  )
}
