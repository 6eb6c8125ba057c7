import { expect, test } from 'vitest'

import { NO_FILTERS } from '@/shared/filters'

import { findingsOf, isUnfiltered } from './findings'
import type { Title } from './head'

const USUAL = { phase: { values: ['explore'] } }

test('a page with its usual filters alone has the findings of the whole store', () => {
  expect(isUnfiltered({ ...NO_FILTERS, where: USUAL }, USUAL)).toBe(true)
  expect(isUnfiltered(NO_FILTERS, USUAL)).toBe(false)
  const country = { ...USUAL, country: { values: ['DE'] } }
  expect(isUnfiltered({ ...NO_FILTERS, where: country }, USUAL)).toBe(false)
  expect(isUnfiltered({ ...NO_FILTERS, where: USUAL, audience: 'list:vip' }, USUAL)).toBe(false)
})

test('only findings about its own assets are on the page of a title', () => {
  const title = { assets: { edges: [{ node: { assetId: 'a' } }] } } as unknown as Title
  const odd = { direction: 'over', reason: 'More.', sure: 'sure' }
  const found = findingsOf(title, {
    outliers: {
      findings: [
        { ...odd, id: 'a', level: 'asset' },
        { ...odd, id: 'a', level: 'title' },
        { ...odd, id: 'b', level: 'asset' },
      ],
    },
    authenticity: null,
  })
  expect(found.outliers?.findings.map(({ id, level }) => [id, level])).toEqual([['a', 'asset']])
})
