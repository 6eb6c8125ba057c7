import { usePathname } from 'wouter/use-browser-location'

import { list, optional } from './codecs'
import { link } from './state'

/** What links to a comparison say of it; the page itself knows more. */
const COMPARED = { assets: list(), audience: optional() }
const SHOWN = { asset: optional(), audience: optional() }
const CHECKED = { audience: optional(), name: optional() }

/** The addresses of all pages: features do not know each other, but they know where to lead. */
export const places = {
  home: '/',
  titles: '/titles',
  /** A title, with one of its assets in view, among an audience. */
  title: (titleId: string, asset?: string, audience?: string) =>
    link(`/titles/${encodeURIComponent(titleId)}`, SHOWN, {
      asset: asset ?? null,
      audience: audience ?? null,
    }),
  /** Two to six assets beside each other, among an audience. */
  compare: (assets: readonly string[], audience?: string) =>
    link('/compare', COMPARED, { assets, audience: audience ?? null }),
  audiences: '/audiences',
  audience: (name: string) => `/audiences/${encodeURIComponent(name)}`,
  /** The segment builder, begun with an expression, to be saved under a name. */
  segment: (audience?: string, name?: string) =>
    link('/segment', CHECKED, { audience: audience ?? null, name: name ?? null }),
  outliers: '/outliers',
  questions: '/questions',
  health: '/health',
  notices: '/inbox',
} as const

/**
 * The id in the address of a page: `/titles/a%2Fb` has `a/b` at 1.
 *
 * Ids may hold any sign. Routes match on addresses that are decoded in part, so the parameters of
 * a route are not to be trusted with that.
 */
export function useSegment(place: number): string {
  const segment = usePathname().split('/')[place + 1] ?? ''
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // an address that somebody typed
  }
}
