import { ExpressionField } from '@/shared/filters'
import { Message } from '@/shared/ui'

import styles from './TextEditor.module.css'

interface TextEditorProps {
  text: string
  /** Whether it is nested too deeply for clauses. */
  nested: boolean
  /** Whether it cannot be shown as clauses as it is not finished. */
  unread: boolean
  onChange: (text: string) => void
}

/** The rule as text: the same as its clauses, and what these cannot say. */
export function TextEditor({ text, nested, unread, onChange }: TextEditorProps) {
  return (
    <div className={styles.editor}>
      {nested && (
        <Message tone="hint" fact="This rule stays text.">
          It is nested deeper than clauses can show. Saving one of its parts as a segment makes it
          shorter.
        </Message>
      )}
      {unread && (
        <Message tone="hint" fact="It cannot be read yet.">
          As soon as it can, it is shown as clauses again.
        </Message>
      )}
      <ExpressionField value={text} onChange={onChange} />
      <details className={styles.help}>
        <summary>What can be written</summary>
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
            <code>not</code> binds tightest, then <code>and</code>, then <code>or</code>;
            parentheses say otherwise
          </li>
        </ul>
      </details>
    </div>
  )
}
