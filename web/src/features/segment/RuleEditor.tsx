import { useState } from 'react'

import { formOf, inWords, type Names, type Rule } from '@/shared/expression'
import { Button } from '@/shared/ui'

import { BoundField } from './BoundField'
import styles from './RuleEditor.module.css'
import { isWhole, with_ } from './ruleDraft'
import { RULES } from './ruleWords'
import { SubjectField } from './SubjectField'
import { WhenField } from './WhenField'

interface RuleEditorProps {
  rule: Rule
  names: Names
  onDone: (rule: Rule) => void
}

/** Edit a rule: its subject, how often or how much, and when. */
export function RuleEditor({ rule, names, onDone }: RuleEditorProps) {
  const [draft, setDraft] = useState(rule)
  const [called, setCalled] = useState<Readonly<Record<string, string>>>({})
  const { subjects, further } = formOf(draft.name)
  const known: Names = {
    ...names,
    title: (id) => called[id] ?? names.title(id),
    asset: (id) => called[id] ?? names.asset(id),
  }
  const whole = isWhole(draft)
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault()
        if (whole) onDone(draft)
      }}
    >
      <p className={styles.name}>{RULES[draft.name]}</p>
      {draft.bound && (
        <BoundField
          of={draft.name}
          bound={draft.bound}
          onChange={(bound) => setDraft({ ...draft, bound })}
        />
      )}
      {subjects.length > 0 && (
        <SubjectField
          rule={draft}
          names={known}
          onChange={(given, name) => {
            setDraft({ ...draft, given })
            if (name) setCalled({ ...called, [name.id]: name.name })
          }}
        />
      )}
      {further.includes('at_least') && (
        <label className={styles.line}>
          <span>At least</span>
          <input
            type="number"
            min={1}
            className={styles.number}
            value={draft.given.at_least ?? '1'}
            onChange={({ target }) =>
              setDraft(with_(draft, { at_least: target.value === '1' ? '' : target.value }))
            }
          />
          <span>times</span>
        </label>
      )}
      <WhenField rule={draft} onChange={setDraft} />
      <p className="small sub2">{whole ? `${inWords(draft, known)}.` : 'Choose a subject.'}</p>
      <Button type="submit" small variant="primary" disabled={!whole}>
        Apply
      </Button>
    </form>
  )
}
