import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

import { TakeMenu } from '../export/TakeMenu'
import { DataTable } from './DataTable'
import styles from './Frame.module.css'
import { Glyph } from './Glyph'
import type { ChartTable } from './table'

/** The title, text and controls around a chart. */
export interface FrameWords {
  readonly title: string
  /** A sentence below the title. */
  readonly lead?: ReactNode
  /** Controls at the right of the title, such as a choice of measures. */
  readonly controls?: ReactNode
  /** Notes below the chart. */
  readonly foot?: ReactNode
  /** The heading's level; 2 by default. */
  readonly level?: 2 | 3 | undefined
  /** Without a panel around it. */
  readonly bare?: boolean | undefined
  /** The provenance of the figures, written on exports. */
  readonly source?: string | undefined
}

interface FrameProps extends FrameWords {
  readonly table: ChartTable
  readonly children: ReactNode
}

/** A chart with its title, its figures as a table (`T`), and an export menu. */
export function Frame(props: FrameProps): ReactNode {
  const { title, lead, controls, foot, level = 2, bare = false, source, table, children } = props
  const [asTable, setAsTable] = useState(false)
  const figure = useRef<HTMLElement>(null)
  const id = useId()
  const Heading = `h${level}` as const
  const onKeyDown = (event: KeyboardEvent): void => {
    const typing = event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey
    if (event.key.toLowerCase() !== 't' || event.altKey || typing) return
    event.stopPropagation()
    setAsTable(!asTable)
  }
  return (
    // The key is a shortcut for the button.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <figure
      ref={figure}
      className={bare ? styles.bare : styles.panel}
      aria-labelledby={id}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        <div>
          <Heading id={id}>{title}</Heading>
          {lead && <p>{lead}</p>}
        </div>
        <div className={styles.right} data-export="no">
          {controls}
          <button
            type="button"
            className={styles.ibtn}
            aria-pressed={asTable}
            aria-label={`Show “${title}” as a table`}
            title={asTable ? 'Show as chart (T)' : 'Show as table (T)'}
            onClick={() => setAsTable(!asTable)}
          >
            <Glyph name={asTable ? 'chart' : 'table'} />
          </button>
          <TakeMenu part={figure} name={title} table={table} source={source} />
        </div>
      </div>
      {asTable ? <DataTable caption={title} table={table} /> : children}
      {foot && !asTable && <div className={styles.foot}>{foot}</div>}
    </figure>
  )
}
