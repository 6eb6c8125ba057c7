import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Box } from './labels'
import styles from './Spots.module.css'
import type { TipText } from './Tip'
import { useReach } from './useReach'

/** A mark that holds more than is drawn, where it lies, and what it holds. */
export interface Spot extends Box {
  readonly id: string
  readonly tip: TipText
  /** Where the mark leads. */
  readonly href?: string | undefined
}

/** Lies over a drawing and makes its marks reachable. */
export function Spots({ spots }: { readonly spots: readonly Spot[] }): ReactNode {
  const { ref, mark, tip } = useReach<HTMLDivElement>()
  if (spots.length === 0) return null
  return (
    <div ref={ref} role="group" aria-label="Marks, by arrow keys" data-export="no">
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
