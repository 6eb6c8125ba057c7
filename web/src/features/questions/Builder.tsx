import type { ReactNode } from 'react'

import type { ServiceError } from '@/shared/api'

import { blameOf, corrected } from './blame'
import styles from './builder.module.css'
import type { Change } from './changes'
import { DimensionChips, GrainChoice } from './DimensionChips'
import { MeasureChips } from './MeasureChips'
import { dimensionWords } from './names'
import { OptionChips } from './OptionChips'
import type { QuestionState } from './state'
import type { Vocabulary } from './vocabulary'

interface BuilderProps {
  state: QuestionState
  vocabulary: Vocabulary
  order: readonly string[]
  /** What is wrong with the question. */
  error: ServiceError | null
  onChange: Change
}

/** The editor of a question, part by part. */
export function Builder({ state, vocabulary, order, error, onChange }: BuilderProps) {
  const parts = { state, vocabulary, onChange }
  const blame = error && blameOf(error, state)
  const problem = (part: string) =>
    blame?.part === part && <Problem {...{ error, state, onChange }} />
  return (
    <dl className={styles.builder}>
      <Row name="Measure">
        <MeasureChips {...parts} />
        {problem('measures')}
      </Row>
      <Row name="By">
        <DimensionChips {...parts} />
        {problem('by')}
      </Row>
      <Row name="Over time">
        <GrainChoice {...parts} />
      </Row>
      <Row name="Show">
        <OptionChips
          {...{ state, order, onChange }}
          ratios={state.measures.some((name) => vocabulary.isRatio(name))}
        />
        {problem('order')}
      </Row>
    </dl>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.row}>{children}</dd>
    </>
  )
}

interface ProblemProps {
  error: ServiceError | null
  state: QuestionState
  onChange: Change
}

/** What is wrong with a name, with suggestions to replace it. */
function Problem({ error, state, onChange }: ProblemProps) {
  const blame = error && blameOf(error, state)
  if (!blame) return null
  return (
    <p role="alert" className={styles.problem}>
      <b>{error.message}</b>
      {blame.meant.length === 0 && ` ${error.hint}`}
      {blame.meant.map((word) => (
        <button key={word} type="button" onClick={() => onChange(corrected(state, blame, word))}>
          Use “{dimensionWords(word)}”
        </button>
      ))}
    </p>
  )
}
