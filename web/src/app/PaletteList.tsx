import { Fragment, useEffect, useRef } from 'react'

import { Icon } from '@/shared/ui'

import type { Found } from './finding'
import styles from './Palette.module.css'

interface PaletteListProps {
  id: string
  found: readonly Found[]
  chosen: number
  onChoose: (found: Found) => void
  words: string
}

/** The results by kind; the keyboard focus stays in the search field above. */
export function PaletteList({ id, found, chosen, onChoose, words }: PaletteListProps) {
  const here = useRef<HTMLDivElement>(null)
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen, found])
  return (
    <div id={id} role="listbox" aria-label="Results" className={styles.list}>
      {found.length === 0 && words !== '' && (
        <p className={styles.none}>
          No results for “{words}”. Titles and assets are found by name or id; typos are fine.
        </p>
      )}
      {found.map((one, n) => (
        <Fragment key={one.id}>
          {one.group !== found[n - 1]?.group && (
            <div className={styles.group} role="presentation">
              {one.group}
            </div>
          )}
          {/* The search field handles the keyboard and announces the current option. */}
          {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events */}
          <div
            id={`${id}-${n}`}
            ref={n === chosen ? here : null}
            role="option"
            tabIndex={-1}
            aria-selected={n === chosen}
            className={styles.option}
            onClick={() => onChoose(one)}
          >
            <Icon name={one.icon} />
            <span className={styles.name}>{one.name}</span>
            <span className={styles.about}>{one.about}</span>
          </div>
        </Fragment>
      ))}
    </div>
  )
}
