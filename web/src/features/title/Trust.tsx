import { Button, Message } from '@/shared/ui'
import type { SetState } from '@/shared/url'

import { readable } from './judged'
import type { VIEW } from './state'
import styles from './Trust.module.css'
import type { Known, View } from './useTitle'

interface TrustProps {
  known: Known
  view: View
  setView: SetState<typeof VIEW>
}

/** What a reader must know before any rate: that a test is broken, or that figures are hidden. */
export function Trust({ known, view, setView }: TrustProps) {
  const { comparison } = known.evidence
  if (comparison?.verdict.kind !== 'DONT_TRUST') return null
  const hidden = view.anyway === ''
  return (
    <div className={styles.trust}>
      <Message
        tone="stale"
        fact={hidden ? 'The rates of this test are hidden.' : 'These rates are of a broken test.'}
        action={
          <Button small onClick={() => setView({ anyway: hidden ? 'yes' : '' })}>
            {hidden ? 'Show rates anyway' : 'Hide the rates'}
          </Button>
        }
      >
        They may say more about who saw what than about the assets.{' '}
        {comparison.verdict.reasons.map(readable).join(' ')}
      </Message>
    </div>
  )
}
