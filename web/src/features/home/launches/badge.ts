import type { ShownNotice } from '@/shared/notices'
import type { BadgeKind } from '@/shared/ui'

/** Return the badge of a notice about a title; null for other notices. */
export function badgeOf({ kind, assetId }: Pick<ShownNotice, 'kind' | 'assetId'>): {
  kind: BadgeKind
  words: string
} | null {
  switch (kind) {
    case 'BROKEN_TEST':
      return { kind: 'dont_trust', words: 'Don’t trust the test' }
    case 'CLICKBAIT':
      return { kind: 'clickbait', words: 'Has clickbait' }
    case 'OUTLIER':
      return { kind: 'high', words: assetId === null ? 'Outlier' : 'Has an outlier' }
    case 'VOLUME_GAP':
    case 'DAMAGED_FILE':
      return null
  }
}
