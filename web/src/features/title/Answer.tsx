import { Fragment } from 'react'

import { Loading, Skeleton } from '@/shared/ui'

import styles from './Answer.module.css'
import type { Clause } from './answer'

interface AnswerProps {
  clauses: readonly Clause[]
  /** Whether it is not known yet. */
  waiting: boolean
}

/** The answer of the page, each judgement in its colour; grey until it is known. */
export function Answer({ clauses, waiting }: AnswerProps) {
  if (waiting) {
    return (
      <>
        <Loading what="The answer" />
        <Skeleton width="62%" height="16px" />
      </>
    )
  }
  if (clauses.length === 0)
    return 'Nothing is to be said about which works best: there is too little to compare.'
  return (
    <p>
      {clauses.map((clause, n) => (
        <Fragment key={n}>
          {clause.map(({ text, tone }) =>
            tone ? (
              <b key={text} className={styles[tone]}>
                {text}
              </b>
            ) : (
              text
            ),
          )}{' '}
        </Fragment>
      ))}
    </p>
  )
}
