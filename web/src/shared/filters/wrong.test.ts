import { expect, test } from 'vitest'

import { mends, wrongWord } from './wrong'

function problem(position: number | null, nearest: string[] = [], hint = '') {
  return { code: 'unknown_name', message: '', hint, nearest, position }
}

function marked(text: string, position: number): string {
  const place = wrongWord(text, problem(position))
  return place ? text.slice(place.from, place.to) : ''
}

test('the wrong word is found', () => {
  expect(marked('affinity:heist-thriler and list:a', 0)).toBe('affinity:heist-thriler')
  expect(marked('list:a and list:"our gests"', 11)).toBe('list:"our gests"')
  expect(marked('attr:contry=DE', 0)).toBe('attr:contry')
  expect(marked('list:a and', 10)).toBe('')
  expect(marked('list:🎬 and affinity:x', 11)).toBe('affinity:x')
  expect(wrongWord('list:a', problem(null))).toBeNull()
})

test('a suggestion replaces the wrong word', () => {
  const text = 'list:a and list:"our gests"'
  const [first] = mends(text, problem(11, ['list:our guests']))
  expect(first?.text).toBe('list:a and list:"our guests"')
  expect(mends('attr:contry=DE', problem(0, ['country']))[0]?.text).toBe('attr:country=DE')
  expect(mends('viewd(days=2)', problem(0, [], 'Did you mean viewed?'))[0]?.text).toBe(
    'viewed(days=2)',
  )
  expect(mends('list:a and', problem(10, [], 'Write an audience, or a rule.'))).toEqual([])
})
