import { Fragment } from 'react'

import { ErrorMessage, Loading, Skeleton } from '@/shared/ui'

import styles from './Answer.module.css'
import { answerOf, type Clause } from './answer'
import type { Known } from './useTitle'

/** The answer of the page, with each judgement in its colour; a skeleton until it is loaded. */
export function Answer({ known }: { known: Known }) {
  const { evidence, unjudged, error, again } = known
  if (unjudged && unjudged.code !== 'bad_question')
    return <ErrorMessage error={unjudged} retry={again} />
  const awaited = evidence.comparison === null && !evidence.tooFew
  if (awaited && unjudged === null && error === null) {
    return (
      <>
        <Loading what="answer" />
        <Skeleton width="62%" height="16px" />
      </>
    )
  }
  const clauses = answerOf(evidence)
  if (clauses.length > 0) return <Clauses clauses={clauses} />
  return <p>Not enough data to say which works best.</p>
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
