import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Box } from './labels'
import styles from './Spots.module.css'
import type { TipText } from './Tip'
import { useReach } from './useReach'

/** A mark with a tooltip, and its position. */
export interface Spot extends Box {
  readonly id: string
  readonly tip: TipText
  /** The address that it links to. */
  readonly href?: string | undefined
}

/** An overlay that makes the marks of a drawing reachable. */
export function Spots({ spots }: { readonly spots: readonly Spot[] }): ReactNode {
  const { ref, mark, tip } = useReach<HTMLDivElement>()
  if (spots.length === 0) return null
  return (
    <div ref={ref} role="group" aria-label="Marks; use arrow keys" data-export="no">
      {spots.map(({ id, x, y, width, height, tip: text, href }, index) => {
        const style = { left: x, top: y, width, height }
        const reach = mark(index, spots.length, text)
        return href === undefined ? (
          <button key={id} type="button" className={styles.spot} style={style} {...reach} />
        ) : (
          <a key={id} href={href} className={styles.spot} style={style} {...reach}>
            <VisuallyHidden>{text.title}</VisuallyHidden>
          </a>
        )
      })}
      {tip}
    </div>
  )
}
