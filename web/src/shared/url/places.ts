import { usePathname } from 'wouter/use-browser-location'

import { list, number, optional, text } from './codecs'
import { link, type StateOf } from './state'

/** The state in links to a comparison; the page itself has more. */
const COMPARED = { assets: list(), audience: optional() }
const SEARCHED = { words: text() }
const SHOWN = { asset: optional(), audience: optional() }
const MADE = { in: optional() }
const BRIEFED = {
  market: optional(),
  audience: optional(),
  since: optional(),
  until: optional(),
  tz: text('UTC'),
}
/** What the planner of campaigns starts with; the page itself has more. */
const PLANNED = {
  name: text(),
  title: optional(),
  segment: text(),
  audiences: list(),
  holdout: number(0.1),
  primary: text('viewers'),
  start: optional(),
  end: optional(),
  purpose: text(),
  recipient: text(),
}
const CHECKED = { audience: optional(), name: optional() }

/** The addresses of all pages, so that features can link to each other without importing. */
export const places = {
  home: '/',
  titles: '/titles',
  /** The titles that some words may name. */
  titlesLike: (words: string) => link('/titles', SEARCHED, { words }),
  /** A title, scrolled to an asset, within an audience. */
  title: (titleId: string, asset?: string, audience?: string) =>
    link(`/titles/${segment(titleId)}`, SHOWN, {
      asset: asset ?? null,
      audience: audience ?? null,
    }),
  /** Which asset of a title to show to whom. */
  whom: (titleId: string) => `/titles/${segment(titleId)}/whom`,
  /** Two to six assets side by side, within an audience. */
  compare: (assets: readonly string[], audience?: string) =>
    link('/compare', COMPARED, { assets, audience: audience ?? null }),
  audiences: '/audiences',
  audience: (name: string) => `/audiences/${segment(name)}`,
  /** The segment builder, starting with an expression, to be saved under a name. */
  segment: (audience?: string, name?: string) =>
    link('/segment', CHECKED, { audience: audience ?? null, name: name ?? null }),
  /** What people like and have too little of; with a market, its cells. */
  make: (market?: string | null) => link('/make', MADE, { in: market ?? null }),
  /** One page about what to make for an audience in a market. */
  brief: (about: StateOf<typeof BRIEFED>) => link('/brief', BRIEFED, about),
  campaigns: '/campaigns',
  campaign: (name: string) => `/campaigns/${name === PLANNER ? MARK : ''}${segment(name)}`,
  /** The planner of campaigns, with what is known already. */
  planCampaign: (plan: Partial<StateOf<typeof PLANNED>> = {}) =>
    link(`/campaigns/${PLANNER}`, PLANNED, plan),
  /** The record of decisions. */
  decisions: '/decisions',
  outliers: '/outliers',
  questions: '/questions',
  health: '/health',
  notices: '/inbox',
} as const

/** The last part of the planner's address, which a campaign's name may be, too. */
const PLANNER = 'new'

/** In front of ids that browsers would take for folders (`.` and `..`), and of those with it. */
const MARK = '~'

/** Return an id as a segment of an address. */
function segment(id: string): string {
  const marked = /^\.{1,2}$/.test(id) || id.startsWith(MARK)
  return `${marked ? MARK : ''}${encodeURIComponent(id)}`
}

/**
 * Return the id in the address of a page: `/titles/a%2Fb` has `a/b` at 1, `/titles/~..` has `..`.
 *
 * Ids may contain any character. Route parameters are only partly decoded, so they can't be used.
 */
export function useSegment(place: number): string {
  return idOf(usePathname().split('/')[place + 1] ?? '')
}

/** Return the id that a segment of an address means. */
export function idOf(segment: string): string {
  const text = segment.startsWith(MARK) ? segment.slice(MARK.length) : segment
  try {
    return decodeURIComponent(text)
  } catch {
    return text // an invalid address
  }
}
