import { IconButton } from '@/shared/ui'

import styles from './Stories.module.css'

interface OthersProps {
  /** What is chosen among, for who listens. */
  label: string
  /** What each finding is about. */
  names: readonly string[]
  at: number
  onChoose: (at: number) => void
}

/** Leads from one finding to the next of its kind. */
export function Others({ label, names, at, onChoose }: OthersProps) {
  if (names.length < 2) return null
  const step = (by: number) => onChoose((at + by + names.length) % names.length)
  return (
    <div className={styles.others} role="group" aria-label={label}>
      <IconButton
        icon="left"
        label={`Before: ${names.at(at - 1) ?? ''}`}
        onClick={() => step(-1)}
      />
      <span aria-live="polite">
        <span className="vh">{names[at]}, </span>
        {at + 1} of {names.length}
      </span>
      <IconButton
        icon="right"
        label={`Next: ${names[(at + 1) % names.length] ?? ''}`}
        onClick={() => step(1)}
      />
    </div>
  )
}
