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

/** Up to where no more plays can come; of the store where nothing of a comparison is shown. */
export function useCompleteUntil(found: Comparison | null, few: boolean): string | null {
  const { data } = useAsk(END, {}, { enabled: few })
  return found?.completeUntil ?? data?.dataHealth.meta.completeUntil ?? null
}
