import type { ReactNode } from 'react'

import { useBroken } from '@/shared/media'

import { inkOf } from '../kit/tone'
import { show } from '../kit/units'
import type { useReach } from '../kit/useReach'
import type { LineUpData, LineUpItem } from './data'
import styles from './LineUp.module.css'
import { Pencil } from './Pencil'

interface FigureProps {
  readonly item: LineUpItem
  readonly data: LineUpData
  readonly reach: ReturnType<ReturnType<typeof useReach>['mark']>
}

/** The picture of an item with its letter and figure below, linked to the item's card. */
export function Figure({ item, data, reach }: FigureProps): ReactNode {
  const { letter, wide = false, pencil, href, estimate } = item
  const inside = (
    <>
      <Face item={item} />
      {pencil && <Pencil kind={pencil} />}
    </>
  )
  const common = {
    className: styles.thumb,
    'data-wide': wide,
    'data-words': item.words !== undefined,
    ...reach,
  }
  return (
    <>
      {href === undefined ? (
        <button type="button" {...common}>
          {inside}
        </button>
      ) : (
        <a href={href} {...common}>
          {inside}
        </a>
      )}
      <span className={styles.label} style={{ color: inkOf(item.tone) }} aria-hidden="true">
        <b>{letter}</b> {show(estimate.value, data.unit)}
      </span>
    </>
  )
}

/** The picture of an item, the first words of a synopsis, or else its letter. */
function Face({ item: { image, words, letter } }: { readonly item: LineUpItem }): ReactNode {
  const [broken, noteBroken] = useBroken(image ?? '')
  if (image !== null && !broken)
    return <img src={image} alt="" loading="lazy" onError={noteBroken} />
  return words === undefined ? <b>{letter}</b> : <q>{words}</q>
}

/** A thumbnail of an item in a list. */
export function Thumb({
  item: { image, letter, words, wide = false },
}: {
  readonly item: LineUpItem
}): ReactNode {
  const [broken, noteBroken] = useBroken(image ?? '')
  return (
    <span className={styles.small} data-wide={wide}>
      {image === null || broken ? (
        <b>{words === undefined ? letter : '“'}</b>
      ) : (
        <img src={image} alt="" loading="lazy" onError={noteBroken} />
      )}
    </span>
  )
}
