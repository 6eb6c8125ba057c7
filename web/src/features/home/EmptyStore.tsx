import { useAsk } from '@/shared/api'
import { ButtonLink, Message } from '@/shared/ui'
import { places } from '@/shared/url'

import { HEALTH } from './Freshness'

/** How to start, while the store has no events. */
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
      Load impressions and plays with <code>keyart ingest</code> (Parquet, CSV or JSON lines); this
      page updates by itself. To look around first, run <code>keyart demo</code>.
    </Message>
  )
}
