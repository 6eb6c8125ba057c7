import { type Check, Expression, Wrong } from '@/shared/filters'

import styles from './RuleText.module.css'

interface RuleTextProps {
  text: string
  check: Check | null
  onMend: (text: string) => void
}

/** The rule as text, below its clauses. */
export function RuleText({ text, check, onMend }: RuleTextProps) {
  if (text === '') return null
  return (
    <div className={styles.text}>
      {check?.problem ? (
        <Wrong problem={check.problem} text={text} onMend={onMend} />
      ) : (
        <Expression text={text} />
      )}
    </div>
  )
}
