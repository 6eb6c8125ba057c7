import { type Filters, narrowed, NO_FILTERS } from '@/shared/filters'
import type { ResultOf } from '@/shared/api'
import type { Where } from '@/shared/url'

import type { Title } from './head'
import type { Favourite, FAVOURITES, Findings } from './judgements'

/**
 * Return whether a page has no filters but its usual ones.
 *
 * Then it asks for findings without any, as the first page and notices do, so that the answer is
 * the same one. Within filters it asks as Outliers does. Either way all titles are judged together.
 */
export function isUnfiltered(filters: Filters, usual: Where): boolean {
  const plain = narrowed({ ...NO_FILTERS, where: usual })
  return JSON.stringify(narrowed(filters)) === JSON.stringify(plain)
}

/** Return the findings about a title's assets. */
export function findingsOf(title: Title, { outliers, authenticity }: Findings): Findings {
  const own = idsOf(title)
  return {
    outliers: outliers && {
      findings: outliers.findings.filter(({ id, level }) => level === 'asset' && own.has(id)),
    },
    authenticity: authenticity && {
      found: authenticity.found.filter(({ standing }) => own.has(standing.asset)),
    },
  }
}

/** Return which of a title's assets are the favourites of which audiences. */
export function favouritesOf(
  title: Title,
  answer: ResultOf<typeof FAVOURITES> | undefined,
): readonly Favourite[] {
  const own = idsOf(title)
  return answer?.favourites?.found.filter(({ asset }) => own.has(asset)) ?? []
}

function idsOf(title: Title): ReadonlySet<string> {
  return new Set(title.assets.edges.map(({ node }) => node.assetId))
}
