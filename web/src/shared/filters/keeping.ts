import { useCallback, useLayoutEffect, useSyncExternalStore } from 'react'
import { useSearch } from 'wouter/use-browser-location'

import { spelledQuery, type Where } from '@/shared/url'

import { FILTERS } from './filters'

const NAMES = Object.keys(FILTERS)

/** The pages that filter; others lose the filters of the page before. */
const FILTERED = /^\/(compare|make|outliers|questions|segment|titles\/[^/]+(\/whom)?)$/

/** Pages that add filters of their own, which `where=` in their address removes. */
const WITH_USUAL = '/titles/'

/** Return whether a page can filter. */
export function canFilter(path: string): boolean {
  return FILTERED.test(path)
}

const NOTHING: Where = {}
let usual = NOTHING
const listeners = new Set<() => void>()

function setUsual(where: Where) {
  usual = where
  listeners.forEach((listener) => listener())
}

/** Say which filters the page has unless its address says otherwise; links to other pages keep them. */
export function useUsualFilters(where: Where): void {
  useLayoutEffect(() => {
    setUsual(where)
    return () => setUsual(NOTHING)
  }, [where])
}

/** Return a function that adds the filters of the page to a link. */
export function useKeepFilters(): (href: string) => string {
  const search = useSearch()
  const added = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => usual,
  )
  return useCallback((href) => keepFilters(href, search, added), [search, added])
}

/**
 * Return a link with the filters of a page: those of its address, `search`, and its `usual` ones.
 *
 * Filters that the link has itself stay. Pages that can't filter get none.
 */
export function keepFilters(href: string, search: string, usual: Where = NOTHING): string {
  const [path = '', query = ''] = href.split('?')
  if (!canFilter(path)) return href
  const here = new URLSearchParams(search)
  const there = new URLSearchParams(query)
  for (const name of NAMES) {
    const text = here.get(name) ?? (name === 'where' ? ofOtherPages(path, usual) : null)
    const kept = text !== null && (text !== '' || (name === 'where' && path.startsWith(WITH_USUAL)))
    if (kept && !there.has(name)) there.set(name, text)
  }
  const kept = spelledQuery(there)
  return kept ? `${path}?${kept}` : path
}

/** A title's page has its own usual filters; other pages have none. */
function ofOtherPages(path: string, usual: Where): string | null {
  return path.startsWith(WITH_USUAL) ? null : FILTERS.where.write(usual)
}
