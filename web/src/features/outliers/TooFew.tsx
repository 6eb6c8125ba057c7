import { Message } from '@/shared/ui'

/** In place of findings where too few people would be shown. */
export function TooFew() {
  return (
    <Message tone="hint" fact="Nothing is shown, so that nobody can be singled out.">
      Widen the dates, the audience or the filters.
    </Message>
  )
}
