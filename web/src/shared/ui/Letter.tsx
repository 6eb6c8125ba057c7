import clsx from 'clsx'

import styles from './Letter.module.css'

interface LetterProps {
  /** A, V1, S2: from `shared/media`. */
  children: string
  /** Whether to draw only the outline, for assets that are not picked or not winners. */
  outlined?: boolean
}

/** The letter of an asset, the same on its card and in every chart and table. */
export function Letter({ children, outlined = false }: LetterProps) {
  return <span className={clsx(styles.fl, outlined && styles.o)}>{children}</span>
}
