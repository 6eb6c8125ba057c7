import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'

import { formOf, type Given, type Names, type Rule, type Subject } from '@/shared/expression'

import { type Choice, SUBJECTS, useSearch, useWatchedValues } from './choices'
import styles from './RuleEditor.module.css'
import { subjectIn, with_ } from './ruleDraft'

interface SubjectFieldProps {
  rule: Rule
  names: Names
  /** `name`: what people call the title or asset that was found. */
  onChange: (given: Given, name?: Choice) => void
}

/** What a rule is about: anything, or one title, genre, tag or asset. */
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
          aria-label="What it is of"
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

/** One of the genres or tags that were watched. */
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
  /** What people call what was chosen before. */
  begun: string
  onPick: (choice: Choice) => void
}

/** A title or asset by its name, slips of the pen forgiven. */
function Search({ of, begun, onPick }: SearchProps) {
  const [words, setWords] = useState(begun)
  const [picked, setPicked] = useState(begun)
  const [asked] = useDebouncedValue(words.trim(), 150)
  const found = useSearch(of, words === picked ? '' : asked)
  return (
    <>
      <input
        placeholder={`Find ${of === 'title' ? 'a title' : 'an asset'}`}
        aria-label={`Find ${of === 'title' ? 'a title' : 'an asset'}`}
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
      {found.length > 0 && (
        <ul className={styles.found} aria-label="What may be meant">
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
