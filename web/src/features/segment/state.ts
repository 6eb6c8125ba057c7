import { choice, optional, text } from '@/shared/url'

/** What stands in the address: /segment?audience=affinity:heist-thrillers&name=segment:fans&as=text */
export const STATE = {
  /** The expression. */
  audience: text(),
  /** The segment that is edited, if it has a name already. */
  name: optional(),
  /** Whether the rule is built of clauses or written. */
  as: choice(['clauses', 'text'], 'clauses'),
}
