import { Button, Message } from '@/shared/ui'

import type { SetCompare } from './state'

/** Shown instead of the rates of a broken test. */
export function RatesHidden({ set }: { set: SetCompare }) {
  return (
    <Message
      tone="stale"
      fact="Rates are hidden: they’d be misleading."
      action={
        <Button small onClick={() => set({ anyway: true })}>
          Show anyway
        </Button>
      }
    >
      The missing viewers behave differently, so the groups aren’t comparable.
    </Message>
  )
}

/** Shown instead of all figures where too few people saw an asset. */
export function TooFew({ clips }: { clips: boolean }) {
  return (
    <Message tone="hint" fact="Too few people to show, to protect their privacy.">
      Widen the dates, the audience or the filters, or remove the asset that few people saw.
      {clips && ' Clips are often chosen by a model: try the filter Phase exploit.'}
    </Message>
  )
}
