import { Message } from '@/shared/ui'

/** Shown instead of findings about too few people. */
export function TooFew() {
  return (
    <Message tone="hint" fact="Too few people to show, to protect their privacy.">
      Widen the dates, the audience or the filters.
    </Message>
  )
}
