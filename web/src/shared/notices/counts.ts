import { graphql, useAsk } from '@/shared/api'

const COUNTS = graphql(`
  query NoticeCounts {
    noticeCounts {
      open
      unseen
      judgedVersion
    }
  }
`)

/**
 * Load the number of open and of unseen notices; null while loading, and until the store has been
 * checked for the first time.
 */
export function useNoticeCounts(): { open: number; unseen: number } | null {
  const counts = useAsk(COUNTS, {}).data?.noticeCounts
  return counts?.judgedVersion == null ? null : counts
}

/** Load the number of unseen notices. */
export function useUnseen(): number | null {
  return useNoticeCounts()?.unseen ?? null
}
