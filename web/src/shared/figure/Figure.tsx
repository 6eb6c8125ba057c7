import clsx from 'clsx'
import type { ReactNode } from 'react'

import { Definition, useGlossary } from '@/shared/glossary'
import { Tip } from '@/shared/ui'

import styles from './Figure.module.css'
import { type Origin, originOf } from './meta'

/** How a figure came about; whatever is known of it is shown. */
export interface Explained {
  /** The measure, as the glossary knows it: its definition is told. */
  measure: string
  /** What it is of: "The Crew". */
  of?: string
  /** What was divided by what: "2,562 / 24,168". */
  parts?: string
  /** The interval and how it is made: "95% interval 10.2 – 11.0 (Wilson)". */
  interval?: string
  /** Where it comes from. */
  origin?: Origin | null
}

/** The words of a figure's explanation, for a tip. */
export function Explanation({ measure, of, parts, interval, origin }: Explained) {
  const term = useGlossary()(measure)
  const name = term?.name ?? measure.replaceAll('_', ' ')
  return (
    <>
      <b>
        {name.charAt(0).toUpperCase() + name.slice(1)}
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
  /** As it is written: 10.6%. */
  value: ReactNode
  /** Its interval, smaller: 10.2 – 11.0. */
  range?: ReactNode
  /** Why it is not shown, if it is not: stands in its place. */
  suppressed?: string | null
  /** As under a poster, or in running text and tables. */
  size?: 'figure' | 'text'
  /** Stands on the figure: the ring of a winner. */
  mark?: ReactNode
}

/** A number that explains itself on hover, focus and touch. */
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

/** Where a figure about too few people would stand. */
function Suppressed({ size }: { size: 'figure' | 'text' }) {
  return (
    <span className={clsx(styles.fig, styles[size])}>
      <Tip
        tip={
          <>
            <b>Too few people</b>
            <p>
              It is about so few people that it is not shown, so that nobody can be singled out.
              Widen the dates or the audience to see it.
            </p>
          </>
        }
      >
        <button type="button" className={clsx(styles.v, styles.none)}>
          not shown
        </button>
      </Tip>
    </span>
  )
}
