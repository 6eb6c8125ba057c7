import { useReachable } from '@/shared/api'
import { Message } from '@/shared/ui'

import styles from './Offline.module.css'

/** Shown on every page while the service doesn't respond. */
export function Offline() {
  if (useReachable()) return null
  return (
    <div className={styles.offline}>
      <Message tone="stale" fact="Offline, trying again.">
        Keyart isn’t responding. This page updates by itself once it does.
      </Message>
    </div>
  )
}
