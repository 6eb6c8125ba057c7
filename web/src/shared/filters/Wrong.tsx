import { type Mend, mends, type Problem, wrongWord } from './wrong'
import styles from './Wrong.module.css'
import { capital } from '@/shared/format'

interface WrongProps {
  problem: Problem
  text: string
  /** Called with the corrected text. */
  onMend: (text: string) => void
}

/** An error in an expression, with the wrong word marked, and suggestions. */
export function Wrong({ problem, text, onMend }: WrongProps) {
  const place = wrongWord(text, problem)
  const meant = mends(text, problem)
  // The position of an unknown name is already marked.
  const hint = place && problem.code === 'unknown_name' ? '' : problem.hint
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
        <b>{said(problem, place !== null)}</b> {meant.length === 0 && hint}
      </p>
      {meant.length > 0 && <Meant meant={meant} onMend={onMend} />}
    </div>
  )
}

/** Return the error, without its position if that is marked. */
function said({ message }: Problem, marked: boolean): string {
  const what = message.replace(/^[^:]*\bcolumn \d+[^:]*: /, '')
  return marked ? capital(what) : message
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
