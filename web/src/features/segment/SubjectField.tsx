import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

import { formOf, type Given, type Names, type Rule, type Subject } from '@/shared/expression'

import { type Choice, SUBJECTS, useSearch, useWatchedValues } from './choices'
import styles from './RuleEditor.module.css'
import { subjectIn, with_ } from './ruleDraft'

interface SubjectFieldProps {
  rule: Rule
  names: Names
  /** `name` is that of the chosen title or asset. */
  onChange: (given: Given, name?: Choice) => void
}

/** The subject of a rule: anything, or a title, genre, tag or asset. */
export function SubjectField({ rule, names, onChange }: SubjectFieldProps) {
  const { subjects, needsSubject } = formOf(rule.name)
  const [of, setOf] = useState<Subject | null>(subjectIn(rule) ?? (needsSubject ? 'genre' : null))
  const set = (subject: Subject | null, value = '', name?: Choice) => {
    const none = Object.fromEntries(subjects.map((one) => [one, '']))
    onChange(with_(rule, { ...none, ...(subject && { [subject]: value }) }).given, name)
  }
  return (
    <div className={styles.wide}>
      <div className={styles.line}>
        <span>Of</span>
        <select
          aria-label="Subject"
          value={of ?? ''}
          onChange={({ target }) => {
            const next = (target.value || null) as Subject | null
            setOf(next)
            set(null)
          }}
        >
          {!needsSubject && <option value="">anything</option>}
          {subjects.map((subject) => (
            <option key={subject} value={subject}>
              {SUBJECTS[subject].toLowerCase()}
            </option>
          ))}
        </select>
        {(of === 'genre' || of === 'tag') && (
          <Watched of={of} value={rule.given[of] ?? ''} onChange={(value) => set(of, value)} />
        )}
      </div>
      {(of === 'title' || of === 'asset') && (
        <Search
          key={of}
          of={of}
          begun={rule.given[of] === undefined ? '' : names[of](rule.given[of])}
          onPick={(found) => set(of, found.id, found)}
        />
      )}
    </div>
  )
}

interface WatchedProps {
  of: 'genre' | 'tag'
  value: string
  onChange: (value: string) => void
}

/** Choose a genre or tag that was watched. */
function Watched({ of, value, onChange }: WatchedProps) {
  const known = useWatchedValues(of) ?? []
  const all = value === '' || known.includes(value) ? known : [value, ...known]
  return (
    <select
      aria-label={SUBJECTS[of]}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="" disabled>
        which
      </option>
      {all.map((one) => (
        <option key={one}>{one}</option>
      ))}
    </select>
  )
}

interface SearchProps {
  of: 'title' | 'asset'
  /** The name of the current choice. */
  begun: string
  onPick: (choice: Choice) => void
}

/** Search for a title or an asset; typos are fine. */
function Search({ of, begun, onPick }: SearchProps) {
  const [words, setWords] = useState(begun)
  const [picked, setPicked] = useState(begun)
  const [asked] = useDebouncedValue(words.trim(), 150)
  const found = useSearch(of, words === picked ? '' : asked)
  return (
    <>
      <input
        placeholder={`Search ${of}s`}
        aria-label={`Search ${of}s`}
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      {found.length > 0 && (
        <ul className={styles.found} aria-label="Results">
          {found.map((choice) => (
            <li key={choice.id}>
              <button
                type="button"
                onClick={() => {
                  setWords(choice.name)
                  setPicked(choice.name)
                  onPick(choice)
                }}
              >
                <span>{choice.name}</span>
                <span className="small sub">{choice.about}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
