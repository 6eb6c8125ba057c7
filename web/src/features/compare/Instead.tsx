import { Button, Message } from '@/shared/ui'

import type { SetCompare } from './state'

/** In place of the rates of a broken test. */
export function RatesHidden({ set }: { set: SetCompare }) {
  return (
    <Message
      tone="stale"
      fact="The rates are hidden: they would say something that is not so."
      action={
        <Button small onClick={() => set({ anyway: true })}>
          Show them all the same
        </Button>
      }
    >
      Whoever is missing from an asset did something else than those who are there.
    </Message>
  )
}

/** In place of all figures where an asset was met by too few. */
export function TooFew({ clips }: { clips: boolean }) {
  return (
    <Message tone="hint" fact="Nothing is shown, so that nobody can be singled out.">
      Widen the dates, the audience or the filters, or take out the asset that few people met.
      {clips && ' Clips are often chosen by a model: with the filter Phase exploit they are there.'}
    </Message>
  )
}
