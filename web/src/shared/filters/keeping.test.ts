import { expect, test } from 'vitest'

import { keepFilters } from './keeping'

const SEARCH = '?audience=affinity:heist-thrillers&where=country:DE&since=2026-01-01&sort=reach'
const EXPLORE = { phase: { values: ['explore'] } }

test('a link keeps the filters of the page, and nothing else', () => {
  expect(keepFilters('/compare?assets=a,b', SEARCH)).toBe(
    '/compare?assets=a,b&where=country:DE&audience=affinity:heist-thrillers&since=2026-01-01',
  )
  expect(keepFilters('/questions', '')).toBe('/questions')
})

test('what the link says itself stays', () => {
  expect(keepFilters('/titles/t1?audience=list:vip', SEARCH)).toBe(
    '/titles/t1?audience=list:vip&where=country:DE&since=2026-01-01',
  )
})

test('a page below a title keeps them, too', () => {
  expect(keepFilters('/titles/t1/whom', '?since=2026-01-01&where=')).toBe(
    '/titles/t1/whom?where=&since=2026-01-01',
  )
})

test('pages that cannot filter get no filters', () => {
  for (const href of ['/', '/titles', '/inbox', '/audiences/list:vip'])
    expect(keepFilters(href, SEARCH)).toBe(href)
})

test('filters that a page has without its address are kept where they are not usual', () => {
  expect(keepFilters('/compare', '', EXPLORE)).toBe('/compare?where=phase:explore')
  expect(keepFilters('/titles/t2', '', EXPLORE)).toBe('/titles/t2')
  expect(keepFilters('/compare', '?where=', EXPLORE)).toBe('/compare')
  expect(keepFilters('/titles/t2', '?where=', EXPLORE)).toBe('/titles/t2?where=')
})
