import { expect, test } from 'vitest'

import { end, isOver } from './steps'

function kept(): Storage {
  const values = new Map<string, string>()
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  } as Storage
}

test('the tour is shown once in a browser', () => {
  const storage = kept()
  expect(isOver(() => storage)).toBe(false)
  end(() => storage)
  expect(isOver(() => storage)).toBe(true)
})

test('without storage the tour is never shown', () => {
  const refuses = (): Storage => {
    throw new DOMException('denied', 'SecurityError')
  }
  expect(isOver(refuses)).toBe(true)
  expect(() => end(refuses)).not.toThrow()
})
