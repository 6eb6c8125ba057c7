import { choice, optional, text } from '@/shared/url'

/** The state in the address: /segment?audience=affinity:heist-thrillers&name=segment:fans&as=text */
export const STATE = {
  /** The expression. */
  audience: text(),
  /** The name of the edited segment; null for a new one. */
  name: optional(),
  /** Whether the rule is edited as clauses or as text. */
  as: choice(['clauses', 'text'], 'clauses'),
}
