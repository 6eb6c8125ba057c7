import { type Mend, mends, type Problem, wrongWord } from './wrong'
import styles from './Wrong.module.css'

interface WrongProps {
  problem: Problem
  text: string
  /** Takes the text with what was probably meant in it. */
  onMend: (text: string) => void
}

/** What is wrong with an expression, the word marked, and what was probably meant. */
export function Wrong({ problem, text, onMend }: WrongProps) {
  const place = wrongWord(text, problem)
  const meant = mends(text, problem)
  return (
    <div className={styles.wrong}>
      {place && (
        <code className={styles.text}>
          {text.slice(0, place.from)}
          <mark>{text.slice(place.from, place.to) || '…'}</mark>
          {text.slice(place.to)}
        </code>
      )}
      <p>
        <b>{problem.message}</b> {meant.length === 0 && problem.hint}
      </p>
      {meant.length > 0 && <Meant meant={meant} onMend={onMend} />}
    </div>
  )
}

function Meant({ meant, onMend }: { meant: readonly Mend[]; onMend: (text: string) => void }) {
  return (
    <p className={styles.meant}>
      Did you mean{' '}
      {meant.map(({ word, text }, n) => (
        <span key={word}>
          {n > 0 && ' or '}
          <button type="button" onClick={() => onMend(text)}>
            {word}
          </button>
        </span>
      ))}
      ?
    </p>
  )
}
