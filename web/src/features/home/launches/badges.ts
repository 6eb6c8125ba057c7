import { badgeOf, type ShownNotice } from '@/shared/notices'
import type { BadgeKind } from '@/shared/ui'

import type { Favourite, Promised } from '../findings'

/** A badge of a title. */
export interface TitleBadge {
  readonly kind: BadgeKind
  readonly words: string
}

/** What is known about titles; empty while it is loading. */
export interface Findings {
  readonly notices: readonly Pick<ShownNotice, 'kind' | 'titleId' | 'assetId' | 'direction'>[]
  readonly promises: readonly {
    readonly kind: Promised['kind']
    readonly standing: { readonly title: string | null }
  }[]
  readonly favourites: readonly Pick<Favourite, 'title' | 'audienceName'>[]
}

/** The most badges of a title. */
const MOST = 2

/** Return the badges of a title, the most serious first. */
export function badgesOf(title: string, found: Findings): readonly TitleBadge[] {
  const promises = found.promises.filter(({ standing }) => standing.title === title)
  const has = (kind: Promised['kind']) => promises.some((one) => one.kind === kind)
  const favourite = found.favourites.find((one) => one.title === title)
  const badges: (TitleBadge | null | false)[] = [
    ...found.notices.map((notice) => notice.titleId === title && badgeOf(notice)),
    has('CLICKBAIT') && { kind: 'clickbait', words: 'Has clickbait' },
    has('HIDDEN_GEM') && { kind: 'hidden_gem', words: 'Has a hidden gem' },
    favourite !== undefined && {
      kind: 'wins_with',
      words: `Has a favourite of ${favourite.audienceName}`,
    },
  ]
  const shown = new Map(badges.flatMap((badge) => (badge ? [[badge.words, badge]] : [])))
  return [...shown.values()].slice(0, MOST)
}
