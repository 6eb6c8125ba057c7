import { graphql, useAsk } from '@/shared/api'

const COUNTS = graphql(`
  query NoticeCounts {
    noticeCounts {
      open
      unseen
    }
  }
`)

/** How many notices hold, and how many of them nobody has seen; null while that is not known. */
export function useNoticeCounts(): { open: number; unseen: number } | null {
  return useAsk(COUNTS, {}).data?.noticeCounts ?? null
}

/** How many notices nobody has seen. */
export function useUnseen(): number | null {
  return useNoticeCounts()?.unseen ?? null
}
