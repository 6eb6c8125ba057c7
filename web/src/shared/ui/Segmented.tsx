import { number } from '@/shared/format'
import styles from './Segmented.module.css'

interface Option<T extends string> {
  value: T
  label: string
  /** A count beside the label. */
  count?: number
}

interface SegmentedProps<T extends string> {
  /** The accessible name. */
  label: string
  options: readonly Option<T>[]
  value: T
  onChange: (value: T) => void
}

/** A choice of a few options, all visible. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
}: SegmentedProps<T>) {
  return (
    <div className={styles.seg} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="num"> {number(option.count)}</span>}
        </button>
      ))}
    </div>
  )
}
