import { type ReactNode, useState } from 'react'
import { Icon } from '@/shared/ui'
import styles from './PickList.module.css'
import {
  headingOf,
  type Named,
  type NamedKind,
  type Attribute,
  attributeName,
  attributeValue,
} from '@/shared/expression'
import { fewer, useSmallestCell } from '@/shared/figure'
import { useAudienceNames } from '@/shared/filters'
import { number } from '@/shared/format'
import { useAttributes } from './choices'

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

interface NamedPickerProps {
  kind: NamedKind
  chosen?: string
  onPick: (leaf: Named) => void
}

/** Choose an audience of a kind, the largest first. */
export function NamedPicker({ kind, chosen, onPick }: NamedPickerProps) {
  const least = useSmallestCell()
  const known = useAudienceNames().filter(({ name }) => name.startsWith(`${kind}:`))
  const ordered = [...known].sort((a, b) => (b.profiles ?? 0) - (a.profiles ?? 0))
  return (
    <PickList
      label={kind === 'affinity' ? 'Tastes' : kind === 'segment' ? 'Segments' : 'Lists'}
      picks={ordered.map(({ name, note, profiles }) => ({
        key: name.slice(kind.length + 1),
        name: headingOf(name, note),
        about: profiles === null ? fewer(least) : number(profiles),
        chosen: name === `${kind}:${chosen ?? ''}`,
      }))}
      onPick={(name) => onPick({ is: 'named', kind, name })}
    />
  )
}

interface ValuePickerProps {
  attribute: string
  chosen?: string | null
  onPick: (leaf: Attribute) => void
}

/** Choose a value of an attribute, the most frequent first. */
export function ValuePicker({ attribute, chosen, onPick }: ValuePickerProps) {
  const known = useAttributes()?.find(({ name }) => name === attribute)
  const values = known?.values ?? []
  return (
    <PickList
      label={attributeName(attribute)}
      picks={values.map((value, n) => ({
        key: String(n),
        name: attributeValue(attribute, value),
        chosen: value === chosen,
      }))}
      onPick={(n) => onPick({ is: 'attribute', name: attribute, value: values[Number(n)] ?? null })}
    />
  )
}
