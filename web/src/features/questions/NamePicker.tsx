import { type KeyboardEvent, useState } from 'react'

import { Icon } from '@/shared/ui'

import styles from './builder.module.css'

/** A name to choose. */
export interface Choice {
  name: string
  label: string
  /** Its meaning. */
  note?: string | undefined
  /** Why it cannot be combined with what is already chosen. */
  refused?: string | null
}

export interface ChoiceGroup {
  heading: string
  choices: readonly Choice[]
}

interface NamePickerProps {
  /** The label of the search field: "Search measures". */
  label: string
  groups: readonly ChoiceGroup[]
  chosen: readonly string[]
  /** Adds a name, or removes it. */
  onToggle: (name: string) => void
}

/** Names with their meanings, to search and select; Enter selects the first match. */
export function NamePicker({ label, groups, chosen, onToggle }: NamePickerProps) {
  const [sought, setSought] = useState('')
  const words = sought.trim().toLowerCase()
  const shown = groups
    .map((group) => ({ ...group, choices: group.choices.filter((one) => fits(one, words)) }))
    .filter(({ choices }) => choices.length > 0)
  const first = shown.flatMap(({ choices }) => choices).find(({ refused }) => !refused)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !first) return
    event.preventDefault()
    onToggle(first.name)
    setSought('')
  }
  return (
    <div className={styles.picker}>
      <input
        className={styles.find}
        placeholder={label}
        aria-label={label}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.choices}>
        {shown.map(({ heading, choices }) => (
          <section key={heading} aria-label={heading}>
            <p className={styles.heading}>{heading}</p>
            {choices.map((one) => (
              <button
                key={one.name}
                type="button"
                className={styles.choice}
                aria-pressed={chosen.includes(one.name)}
                disabled={Boolean(one.refused)}
                onClick={() => onToggle(one.name)}
              >
                <span>
                  {one.label}
                  <small>{one.refused ?? one.note}</small>
                </span>
                {chosen.includes(one.name) && <Icon name="check" />}
              </button>
            ))}
          </section>
        ))}
        {shown.length === 0 && <p className="sub">No results.</p>}
      </div>
    </div>
  )
}

function fits({ name, label, note = '' }: Choice, sought: string): boolean {
  if (sought === '') return true
  return [name, label, note].some((text) => text.toLowerCase().includes(sought))
}
