import { type ReactNode, useId } from 'react'

import { type Spot, Spots } from './Spots'
import styles from './Plot.module.css'
import { useWidth } from './useWidth'

/** What a drawing is told. */
export interface Sheet {
  /** In px, as measured. */
  readonly width: number
  /** The fill of what is incomplete or too little. */
  readonly hatch: string
}

/** What a drawing gives back. */
export interface Drawing {
  readonly height: number
  readonly marks: ReactNode
  /** Marks that hold more than is drawn. */
  readonly spots?: readonly Spot[] | undefined
  /** Lies over the drawing, such as a crosshair. */
  readonly over?: ReactNode
}

interface PlotProps {
  /** What the picture shows, in a sentence. */
  readonly sentence: string
  readonly draw: (sheet: Sheet) => Drawing
}

/** An SVG that is drawn at the width it has, with its marks in reach of the keyboard. */
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

/** The pattern of what is incomplete or too little. */
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
