import { expect, test } from 'vitest'

import { means } from './finding'

test.each([
  ['Data health', 'dat', true],
  ['Data health', 'heal da', true],
  ['Data health', 'ata', false],
  ['affinity:heist-thrillers Heist Thrillers', 'heist thr', true],
  ['Léa Séydoux', 'sey', true],
  ['Home', '', true],
])('%s is meant by %s: %s', (name, words, expected) => {
  expect(means(name, words)).toBe(expected)
})
