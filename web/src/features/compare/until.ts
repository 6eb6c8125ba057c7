import { graphql, useAsk } from '@/shared/api'

import type { Comparison } from './comparison'

const END = graphql(`
  query ComparedUntil {
    dataHealth {
      meta {
        completeUntil
      }
    }
  }
`)

/** Return until when data is complete: that of the store if the comparison is hidden. */
export function useCompleteUntil(comparison: Comparison | null, few: boolean): string | null {
  const { data } = useAsk(END, {}, { enabled: few })
  return comparison?.completeUntil ?? data?.dataHealth.meta.completeUntil ?? null
}
