import { useRef } from 'react'

import { useEmpty } from '@/shared/figure'
import { measure } from '@/shared/format'
import { useShortcuts } from '@/shared/keys'
import { Icon } from '@/shared/ui'

import { type Sort, SORTS } from './catalogue'
import styles from './Finder.module.css'

interface FinderProps {
  words: string
  onWords: (words: string) => void
  sort: Sort
  onSort: (sort: Sort) => void
  /** Whether there is a search text: titles can then be sorted by best match. */
  sought: boolean
}

const NAMES: Partial<Record<Sort, string>> = {
  likely: 'Best match',
  recent: 'Launched',
  name: 'Name',
}

/** Search and sort titles. */
export function Finder({ words, onWords, sort, onSort, sought }: FinderProps) {
  const field = useRef<HTMLInputElement>(null)
  const isEmpty = useEmpty()
  useShortcuts('This page', [
    { keys: 'f', does: 'Search titles', run: () => field.current?.focus() },
  ])
  return (
    <div className={styles.finder} role="search">
      <label className={styles.field}>
        <Icon name="search" />
        <span className="vh">Search titles</span>
        <input
          ref={field}
          type="search"
          value={words}
          placeholder="Search titles"
          onChange={({ target }) => onWords(target.value)}
        />
      </label>
      <label className={styles.sort}>
        Sort by
        <select
          value={sort}
          onChange={({ target }) => {
            const chosen = SORTS.find((one) => one === target.value)
            if (chosen) onSort(chosen)
          }}
        >
          {SORTS.filter((one) => (one !== 'likely' || sought) && !isEmpty(one)).map((one) => (
            <option key={one} value={one}>
              {NAMES[one] ?? measure(one).label}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
