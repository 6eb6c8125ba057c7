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
 * How many notices hold, and how many of them nobody has seen; null while that is not known, as
 * before a store was looked through for the first time.
 */
export function useNoticeCounts(): { open: number; unseen: number } | null {
  const counts = useAsk(COUNTS, {}).data?.noticeCounts
  return counts?.judgedVersion == null ? null : counts
}

/** How many notices nobody has seen. */
export function useUnseen(): number | null {
  return useNoticeCounts()?.unseen ?? null
}
