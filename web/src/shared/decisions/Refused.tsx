import type { ServiceError } from '@/shared/api'
import { ErrorMessage, Message } from '@/shared/ui'

/** Why a decision was not taken. */
export function Refused({ error }: { error: ServiceError }) {
  if (error.code !== 'read_only') return <ErrorMessage error={error} />
  return (
    <Message tone="hint" fact="Your access is read-only.">
      Send the link to somebody who can record decisions.
    </Message>
  )
}
