import { expect, test } from 'vitest'

import { badgeOf, iconOf, nameOf, proofName, ranked, type Shown } from './kinds'

function notice(kind: Shown['kind'], id: string): Shown {
  return { kind, id } as Shown
}

test('the most serious kinds come first; within a kind, the order stays', () => {
  const notices = [
    notice('OUTLIER', '1'),
    notice('CLICKBAIT', '2'),
    notice('OUTLIER', '3'),
    notice('BROKEN_TEST', '4'),
    notice('VOLUME_GAP', '5'),
  ]
  expect(ranked(notices).map(({ id }) => id)).toEqual(['4', '5', '2', '1', '3'])
})

test('each kind has a link label', () => {
  expect(proofName(notice('BROKEN_TEST', '1'))).toBe('View test')
  expect(proofName(notice('OUTLIER', '1'))).toBe('View evidence')
})

test('an outlier says its direction', () => {
  const outlier = (direction: string | null, assetId: string | null = 'a1') =>
    ({ kind: 'OUTLIER', direction, assetId }) as Shown
  expect(badgeOf(outlier('over', null))).toEqual({ kind: 'high', words: 'Outlier, high' })
  expect(badgeOf(outlier('under'))).toEqual({ kind: 'low', words: 'Has an outlier, low' })
  expect(badgeOf(outlier(null))).toEqual({ kind: 'outlier', words: 'Has an outlier' })
  expect(nameOf(outlier('under'))).toBe('Outlier, low')
  expect(iconOf(outlier('under'))).not.toBe(iconOf(outlier('over')))
  expect(badgeOf(notice('VOLUME_GAP', '1'))).toBeNull()
})
