import { Fragment } from 'react'

import { ErrorMessage, Loading, Skeleton } from '@/shared/ui'

import styles from './Answer.module.css'
import { answerOf, type Clause } from './answer'
import type { Known } from './useTitle'

/** The answer of the page, each judgement in its colour; grey until it is known. */
export function Answer({ known }: { known: Known }) {
  const { evidence, unjudged, error, again } = known
  if (unjudged && unjudged.code !== 'bad_question')
    return <ErrorMessage error={unjudged} retry={again} />
  const awaited = evidence.comparison === null && !evidence.tooFew
  if (awaited && unjudged === null && error === null) {
    return (
      <>
        <Loading what="The answer" />
        <Skeleton width="62%" height="16px" />
      </>
    )
  }
  const clauses = answerOf(evidence)
  if (clauses.length > 0) return <Clauses clauses={clauses} />
  return <p>There is too little to say which works best.</p>
}

function Clauses({ clauses }: { clauses: readonly Clause[] }) {
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
