import { ExpressionField } from '@/shared/filters'
import { Message } from '@/shared/ui'

import styles from './TextEditor.module.css'

interface TextEditorProps {
  text: string
  /** Whether it is nested too deeply for clauses. */
  nested: boolean
  /** Whether it cannot be shown as clauses because it is incomplete. */
  unread: boolean
  onChange: (text: string) => void
}

/** The rule as text, including rules that clauses cannot express. */
export function TextEditor({ text, nested, unread, onChange }: TextEditorProps) {
  return (
    <div className={styles.editor}>
      {nested && (
        <Message tone="hint" fact="This rule stays text.">
          It’s nested too deeply for clauses. To shorten it, save one of its parts as a segment.
        </Message>
      )}
      {unread && (
        <Message tone="hint" fact="The rule is incomplete.">
          Once it’s complete, it is shown as clauses again.
        </Message>
      )}
      <ExpressionField value={text} onChange={onChange} />
      <details className={styles.help}>
        <summary>Syntax</summary>
        <ul>
          <li>
            <code>affinity:heist-thrillers</code>, <code>segment:lapsed</code>,{' '}
            <code>list:vip</code>: who they are
          </li>
          <li>
            <code>attr:country=DE</code>, <code>attr:age_band=null</code>: an attribute, or that it
            is missing
          </li>
          <li>
            <code>viewed(genre=drama, at_least=3, days=28)</code>, <code>completed(title=t1)</code>,{' '}
            <code>saw(asset=a1)</code>: what they did
          </li>
          <li>
            <code>hours(days=28) &gt;= 10</code>, <code>share(tag=noir) &gt; 0.3</code>: how much
          </li>
          <li>
            <code>new(days=28)</code>, <code>lapsed(days=28)</code>
          </li>
          <li>
            <code>not</code> binds tightest, then <code>and</code>, then <code>or</code>; use
            parentheses to change that
          </li>
        </ul>
      </details>
    </div>
  )
}
