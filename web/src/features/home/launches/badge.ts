import type { ShownNotice } from '@/shared/notices'
import type { BadgeKind } from '@/shared/ui'

/** The badge of a title about which there is a notice; none for what is not about titles. */
export function badgeOf({ kind, assetId, what }: Pick<ShownNotice, 'kind' | 'assetId' | 'what'>): {
  kind: BadgeKind
  words: string
} | null {
  switch (kind) {
    case 'BROKEN_TEST':
      return { kind: 'dont_trust', words: 'Don’t trust the test' }
    case 'CLICKBAIT':
      return { kind: 'clickbait', words: 'One misleads' }
    case 'OUTLIER': {
      const low = what.includes('far less')
      const words =
        assetId === null ? (low ? 'Far below its like' : 'Far above its like') : 'Has an outlier'
      return { kind: low ? 'low' : 'high', words }
    }
    case 'VOLUME_GAP':
    case 'DAMAGED_FILE':
      return null
  }
}
