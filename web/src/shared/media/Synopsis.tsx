import type { Shown } from './asset'
import styles from './media.module.css'

/** A synopsis or headline: the words themselves. */
export function Synopsis({ asset }: { asset: Shown }) {
  return <blockquote className={styles.synopsis}>{asset.text ?? asset.name}</blockquote>
}
