import { type ReactNode, useState } from 'react'

import { Icon } from '@/shared/ui'

import styles from './PickList.module.css'

/** Something to pick. */
export interface Pick {
  readonly key: string
  readonly name: string
  /** Shown at the right, such as a size. */
  readonly about?: ReactNode
  readonly chosen?: boolean
}

interface PickListProps {
  /** The accessible name of the list. */
  label: string
  picks: readonly Pick[]
  onPick: (key: string) => void
}

/** Longer lists have a search field. */
const MANY = 8

/** Choose one of several; long lists have a search field. */
export function PickList({ label, picks, onPick }: PickListProps) {
  const [words, setWords] = useState('')
  const sought = words.trim().toLowerCase()
  const shown = picks.filter(({ name, key }) => `${name} ${key}`.toLowerCase().includes(sought))
  return (
    <div className={styles.pick}>
      {picks.length > MANY && (
        <input
          className={styles.field}
          placeholder={`Search ${picks.length}`}
          aria-label={`Find: ${label}`}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            const [only] = shown
            if (event.key === 'Enter' && only) onPick(only.key)
          }}
        />
      )}
      <ul className={styles.list} aria-label={label}>
        {shown.map(({ key, name, about, chosen = false }) => (
          <li key={key}>
            <button type="button" aria-pressed={chosen} onClick={() => onPick(key)}>
              <span>{name}</span>
              {about !== undefined && <span className="sub num">{about}</span>}
              {chosen && <Icon name="check" />}
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="sub">No results.</p>}
    </div>
  )
}
