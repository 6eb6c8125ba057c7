import { type ReactNode, useId } from 'react'

import { type Spot, Spots } from './Spots'
import styles from './Plot.module.css'
import { useWidth } from './useWidth'

/** The input of a drawing. */
export interface Sheet {
  /** The measured width in px. */
  readonly width: number
  /** The fill of incomplete or insufficient data. */
  readonly hatch: string
}

/** A drawing. */
export interface Drawing {
  readonly height: number
  readonly marks: ReactNode
  /** Marks with tooltips. */
  readonly spots?: readonly Spot[] | undefined
  /** An overlay, such as a crosshair. */
  readonly over?: ReactNode
}

interface PlotProps {
  /** The description of the chart. */
  readonly sentence: string
  readonly draw: (sheet: Sheet) => Drawing
}

/** An SVG drawn at its measured width, with marks that the keyboard can reach. */
export function Plot({ sentence, draw }: PlotProps): ReactNode {
  const { ref, width } = useWidth()
  const id = `hatch${useId()}`
  const { height, marks, spots = [], over } = draw({ width: width || 600, hatch: `url(#${id})` })
  return (
    <div ref={ref} className={styles.plot} style={{ minHeight: height }}>
      {width > 0 && (
        <>
          <svg
            className={styles.chart}
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={sentence}
          >
            <Hatch id={id} />
            {marks}
          </svg>
          <Spots spots={spots} />
          {over}
        </>
      )}
    </div>
  )
}

/** The hatching of incomplete or insufficient data. */
export function Hatch({ id }: { readonly id: string }): ReactNode {
  return (
    <defs>
      <pattern
        id={id}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V6" stroke="var(--hatch)" strokeWidth="2.4" />
      </pattern>
    </defs>
  )
}
