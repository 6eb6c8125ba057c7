import type { Shown } from './asset'
import styles from './media.module.css'

/** The text of a synopsis or a headline. */
export function Synopsis({ asset }: { asset: Shown }) {
  return <blockquote className={styles.synopsis}>{asset.text ?? asset.name}</blockquote>
}
