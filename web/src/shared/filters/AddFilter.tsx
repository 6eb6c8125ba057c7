import { useState } from 'react'

import { words } from '@/shared/format'
import { AddChip } from '@/shared/ui'
import type { Filter } from '@/shared/url'

import styles from './filters.module.css'
import { type Choices, ValuesList } from './ValuesChip'

interface AddFilterProps {
  /** The dimensions without a chip. */
  choices: readonly Choices[]
  nameOf: (dimension: string, value: string | null) => string
  onAdd: (dimension: string, filter: Filter | null) => void
}

/** Add a filter: choose a dimension, then its values. */
export function AddFilter({ choices, nameOf, onAdd }: AddFilterProps) {
  const [dimension, setDimension] = useState<string | null>(null)
  const chosen = choices.find((one) => one.dimension === dimension)
  if (choices.length === 0) return null
  return (
    <AddChip label="Filter">
      {(close) =>
        chosen ? (
          <ValuesList
            choices={chosen}
            filter={undefined}
            nameOf={(value) => nameOf(chosen.dimension, value)}
            onChange={(filter) => {
              onAdd(chosen.dimension, filter)
              setDimension(null)
              close()
            }}
          />
        ) : (
          <div className={styles.when}>
            {choices.map((one) => (
              <button
                key={one.dimension}
                type="button"
                className={styles.choice}
                onClick={() => setDimension(one.dimension)}
              >
                {words(one.dimension)} <span className="sub num">{one.count}</span>
              </button>
            ))}
          </div>
        )
      }
    </AddChip>
  )
}
