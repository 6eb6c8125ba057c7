import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Definition, useGlossary } from '@/shared/glossary'
import { Tip } from '@/shared/ui'
import styles from './Figure.module.css'
import { type Origin, originOf } from './meta'
import { capital } from '@/shared/format'

/** The explanation of a figure. */
export interface Explained {
  /** The measure, whose definition comes from the glossary. */
  measure: string
  /** Its subject: "The Crew". */
  of?: string
  /** Its parts: "2,562 / 24,168". */
  parts?: string
  /** Its interval: "95% interval 10.2 – 11.0". */
  interval?: string
  /** The provenance of the answer. */
  origin?: Origin | null
}

/** The explanation of a figure in a tooltip. */
function Explanation({ measure, of, parts, interval, origin }: Explained) {
  const term = useGlossary()(measure)
  const name = term?.name ?? measure.replaceAll('_', ' ')
  return (
    <>
      <b>
        {capital(name)}
        {of && ` of ${of}`}
      </b>
      <p>
        {term && <Definition term={term} />} {parts}
      </p>
      {(interval ?? origin) && (
        <small>{[interval, origin && originOf(origin)].filter(Boolean).join(' · ')}</small>
      )}
    </>
  )
}

interface FigureProps extends Explained {
  /** The figure as text: 10.6%. */
  value: ReactNode
  /** Its interval, smaller: 10.2 – 11.0. */
  range?: ReactNode
  /** Why the figure is hidden, if it is. */
  suppressed?: string | null
  /** Large, as below a poster, or as in running text and tables. */
  size?: 'figure' | 'text'
  /** A mark on the figure, such as the ring of a winner. */
  mark?: ReactNode
}

/** A figure with an explanation on hover, focus and touch. */
export function Figure({
  value,
  range,
  suppressed,
  size = 'figure',
  mark,
  ...explained
}: FigureProps) {
  if (suppressed) return <Suppressed size={size} />
  return (
    <span className={clsx(styles.fig, styles[size])}>
      <Tip tip={<Explanation {...explained} />}>
        <button type="button" className={styles.v}>
          {value}
          {mark}
        </button>
      </Tip>
      {range && <span className={styles.r}>{range}</span>}
    </span>
  )
}

/** Shown instead of a figure about too few people. */
function Suppressed({ size }: { size: 'figure' | 'text' }) {
  return (
    <span className={clsx(styles.fig, styles[size])}>
      <Tip
        tip={
          <>
            <b>Too few people</b>
            <p>Hidden to protect their privacy. Widen the dates or the audience to see it.</p>
          </>
        }
      >
        <button type="button" className={clsx(styles.v, styles.none)}>
          hidden
        </button>
      </Tip>
    </span>
  )
}
