import { useAsk } from '@/shared/api'
import { ButtonLink, Message } from '@/shared/ui'
import { places } from '@/shared/url'

import { HEALTH } from './Freshness'

/** How to begin, while nothing was loaded. */
export function EmptyStore() {
  const { data } = useAsk(HEALTH, {})
  if (data?.dataHealth.measures.impressions !== 0) return null
  return (
    <Message
      tone="hint"
      fact="This store has no events yet."
      action={
        <ButtonLink small href={places.health}>
          Data health
        </ButtonLink>
      }
    >
      Load what was shown and what was watched: <code>keyart ingest</code> takes Parquet, CSV and
      JSON lines, and this page fills by itself. To look around first, run <code>keyart demo</code>.
    </Message>
  )
}
