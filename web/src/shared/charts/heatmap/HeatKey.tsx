import type { CSSProperties, ReactNode } from 'react'

import type { HeatData } from './data'
import styles from './Heatmap.module.css'

/** The legend of a heatmap. */
export function HeatKey({ data }: { readonly data: HeatData }): ReactNode {
  const { few, hidden, cells, ends = ['worse', 'better'] } = data
  const anyBest = cells.some((row) => row.some(({ best }) => best))
  return (
    <ul className={styles.key}>
      <li>
        {ends[0]}
        <span className={styles.ramp}>
          {[-3, -2, -1, 0, 1, 2, 3].map((level) => (
            <i key={level} style={{ background: `var(--d${level})` }} />
          ))}
        </span>
        {ends[1]}
      </li>
      {anyBest && <Sample state="clear" best words="best that keeps viewers" />}
      <Sample state="unsure" words="faded: could be chance" />
      <Sample state="few" words={`under ${few} people: not enough data`} />
      <Sample state="suppressed" words={`under ${hidden} people: hidden`} />
    </ul>
  )
}

interface SampleProps {
  readonly state: string
  readonly words: string
  readonly best?: boolean
}

function Sample({ state, words, best = false }: SampleProps): ReactNode {
  return (
    <li>
      <i
        className={styles.cell}
        data-cell={state}
        data-best={best}
        style={{ '--c': 'var(--d2)' } as CSSProperties}
      />
      {words}
    </li>
  )
}
