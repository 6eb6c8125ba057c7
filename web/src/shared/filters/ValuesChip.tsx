import { type ReactNode, useState } from 'react'

import { count, listed, valueName, words } from '@/shared/format'
import { Chip, Segmented } from '@/shared/ui'
import type { Filter } from '@/shared/url'

import styles from './filters.module.css'

/** The values of a dimension, the most frequent first; null: missing. */
export interface Choices {
  dimension: string
  values: readonly (string | null)[]
  /** How many values there are; `values` may be the first of them. */
  count: number
}

interface ValuesChipProps {
  choices: Choices
  filter: Filter | undefined
  /** Called with the new filter; null: none. */
  onChange: (filter: Filter | null) => void
  /** Returns the name of a value, if the dimension alone is not enough. */
  nameOf?: (value: string | null) => string
  /** What is wrong with it; shown below. */
  problem?: ReactNode
}

/** A filter on a dimension: any of its values, or none of them. */
export function ValuesChip({ choices, filter, onChange, nameOf, problem }: ValuesChipProps) {
  const { dimension } = choices
  const name = nameOf ?? ((value: string | null) => valueName(dimension, value))
  return (
    <Chip
      name={words(dimension)}
      value={filter ? said(filter, name) : count(choices.count, 'value')}
      on={filter !== undefined}
      onClear={() => onChange(null)}
      problem={problem}
    >
      {() => <ValuesList choices={choices} filter={filter} onChange={onChange} nameOf={name} />}
    </Chip>
  )
}

function said({ values, not }: Filter, name: (value: string | null) => string): string {
  const shown = values.slice(0, 2).map(name)
  const rest = values.length - shown.length
  const text = rest > 0 ? `${shown.join(', ')} + ${rest}` : listed(shown, 'or')
  return not ? `not ${text}` : text
}

const MANY = 8

/** The values to select; selected values stay in the list, even without rows. */
export function ValuesList({
  choices,
  filter,
  onChange,
  nameOf,
}: Required<Omit<ValuesChipProps, 'problem'>>) {
  const [sought, setSought] = useState('')
  const chosen = filter?.values ?? []
  const gone = chosen.filter((value) => !choices.values.includes(value))
  const all = [...gone, ...choices.values]
  const shown = all.filter((value) => nameOf(value).toLowerCase().includes(sought.toLowerCase()))
  const become = (values: Filter['values'], not: boolean) =>
    onChange(values.length === 0 ? null : not ? { values, not } : { values })
  const tick = (value: string | null) =>
    become(
      chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
      filter?.not ?? false,
    )
  return (
    <div className={styles.values}>
      {chosen.length > 0 && (
        <Segmented
          label="Include or exclude"
          options={[
            { value: 'any', label: 'Any of' },
            { value: 'none', label: 'None of' },
          ]}
          value={filter?.not ? 'none' : 'any'}
          onChange={(how) => become(chosen, how === 'none')}
        />
      )}
      {all.length > MANY && (
        <input
          className={styles.field}
          placeholder={`Search ${all.length}`}
          aria-label="Search values"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      )}
      <div className={styles.ticks} role="group" aria-label={words(choices.dimension)}>
        {shown.map((value) => (
          <label key={value ?? ''} className={styles.tick}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => tick(value)} />
            {nameOf(value)}
          </label>
        ))}
        {shown.length === 0 && <p className="sub">No results.</p>}
      </div>
      {choices.count > choices.values.length && (
        <p className="small sub">
          The {choices.values.length} most frequent of {choices.count}.
        </p>
      )}
    </div>
  )
}
