import { type Expression, inWords, type Names } from '@/shared/expression'
import type { Check } from '@/shared/filters'

interface AnswerProps {
  rule: Expression | null
  names: Names
  check: Check | null
}

/** Who is meant, in a sentence. */
export function Answer({ rule, names, check }: AnswerProps) {
  if (check?.valid === false) return <p>The rule is not finished yet.</p>
  if (rule) return <p>{inWords(rule, names)}.</p>
  if (check?.valid) return <p>Who the rule below means.</p>
  return (
    <p>A rule over tastes, attributes and behaviour. Its size is counted while you build it.</p>
  )
}
