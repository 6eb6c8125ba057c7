import { useEmpty } from '@/shared/figure'
import { measure } from '@/shared/format'

import styles from './SortBy.module.css'
import { type Sort, SORTS } from './state'

interface SortByProps {
  sort: Sort
  onChange: (sort: Sort) => void
}

/** The sort order of cards; keys 1 to 6 do the same. */
export function SortBy({ sort, onChange }: SortByProps) {
  const isEmpty = useEmpty()
  return (
    <label className={styles.sort}>
      Sort by
      <select
        value={sort}
        onChange={({ target }) => {
          const chosen = SORTS.find((one) => one === target.value)
          if (chosen) onChange(chosen)
        }}
      >
        {SORTS.filter((one) => !isEmpty(one)).map((one) => (
          <option key={one} value={one}>
            {measure(one).label}
          </option>
        ))}
      </select>
    </label>
  )
}
