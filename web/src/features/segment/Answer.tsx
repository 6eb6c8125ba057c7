import { type Expression, inWords, type Names } from '@/shared/expression'
import type { Check } from '@/shared/filters'

interface AnswerProps {
  rule: Expression | null
  names: Names
  check: Check | null
}

/** The rule in a sentence. */
export function Answer({ rule, names, check }: AnswerProps) {
  if (check?.valid === false) return <p>The rule is incomplete.</p>
  if (rule) return <p>{inWords(rule, names)}.</p>
  if (check?.valid) return <p>People who match the rule below.</p>
  return <p>A rule over tastes, attributes and behaviour. Its size updates as you build it.</p>
}
