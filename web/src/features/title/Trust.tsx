import { readableReason } from '@/shared/format'
import { Button, Message } from '@/shared/ui'
import type { SetState } from '@/shared/url'

import type { VIEW } from './state'
import styles from './Trust.module.css'
import type { Known, View } from './useTitle'

interface TrustProps {
  known: Known
  view: View
  setView: SetState<typeof VIEW>
}

/** The warning about a broken test. */
export function Trust({ known, view, setView }: TrustProps) {
  const { comparison } = known.evidence
  if (comparison?.verdict.kind !== 'DONT_TRUST') return null
  const hidden = view.anyway === ''
  return (
    <div className={styles.trust}>
      <Message
        tone="stale"
        fact={
          hidden ? 'Rates are hidden: they’d be misleading.' : 'These rates are from a broken test.'
        }
        action={
          <Button small onClick={() => setView({ anyway: hidden ? 'yes' : '' })}>
            {hidden ? 'Show anyway' : 'Hide rates'}
          </Button>
        }
      >
        {comparison.verdict.reasons.map(readableReason).join(' ')}
      </Message>
    </div>
  )
}
