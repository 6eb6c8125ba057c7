import { expect, test } from 'vitest'

import { meant, type Named, wordAt } from './expression'

const audience = (name: string, note: string | null = null): Named => ({
  name,
  note,
  kind: 'AFFINITY',
  profiles: 100,
})

test('the word under the cursor is completed', () => {
  const text = 'affinity:heist and not (segm'
  expect(wordAt(text, text.length)).toEqual({ from: 24, to: 28, word: 'segm' })
  expect(wordAt(text, 4)).toEqual({ from: 0, to: 14, word: 'affinity:heist' })
  expect(wordAt('', 0)).toEqual({ from: 0, to: 0, word: '' })
})

test('audiences match by id and by name', () => {
  const names = [audience('affinity:heist-thrillers', 'Heist Thrillers'), audience('list:vip')]
  expect(meant('heist', names)).toEqual([names[0]])
  expect(meant('vi', names)).toEqual([names[1]])
  expect(meant('and', names)).toEqual([])
  expect(meant('list:vip', names)).toEqual([])
})
