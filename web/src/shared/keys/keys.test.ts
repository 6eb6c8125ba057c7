import { expect, test } from 'vitest'

import { Keys, nameOf } from './shortcuts'

const nothing = () => undefined
const shortcut = (keys: string, does = keys, always = false) => ({
  keys,
  does,
  run: nothing,
  always,
})

function withKeys() {
  const keys = new Keys()
  keys.add({
    heading: 'Go',
    shortcuts: [shortcut('g h'), shortcut('h'), shortcut('Escape', 'back', true)],
  })
  return keys
}

test('two keys in sequence differ from each alone', () => {
  const keys = withKeys()
  expect(keys.press('g', false, 0)).toBeNull()
  expect(keys.press('h', false, 300)?.keys).toBe('g h')
  expect(keys.press('h', false, 400)?.keys).toBe('h')
})

test('a sequence times out', () => {
  const keys = withKeys()
  keys.press('g', false, 0)
  expect(keys.press('h', false, 5000)?.keys).toBe('h')
})

test('shortcuts do nothing while typing, except those that always work', () => {
  const keys = withKeys()
  expect(keys.press('h', true, 0)).toBeNull()
  expect(keys.press('Escape', true, 0)?.does).toBe('back')
})

test('the shortcut added last counts, until it is removed', () => {
  const keys = withKeys()
  const take = keys.add({ heading: 'Gallery', shortcuts: [shortcut('h', 'hide')] })
  expect(keys.press('h', false, 0)?.does).toBe('hide')
  take()
  expect(keys.press('h', false, 0)?.does).toBe('h')
})

test('a shortcut that does not work at the moment leaves the key to others', () => {
  const keys = withKeys()
  let works = false
  keys.add({ heading: 'Lines', shortcuts: [{ ...shortcut('h', 'here'), when: () => works }] })
  expect(keys.press('h', false, 0)?.does).toBe('h')
  works = true
  expect(keys.press('h', false, 0)?.does).toBe('here')
  expect(keys.groups.at(-1)?.heading).toBe('Lines')
})

test('Ctrl and ⌘ are the same', () => {
  const event = { key: 'K', ctrlKey: false, metaKey: false, altKey: false }
  expect(nameOf({ ...event, ctrlKey: true })).toBe('Mod+k')
  expect(nameOf({ ...event, metaKey: true })).toBe('Mod+k')
  expect(nameOf(event)).toBe('k')
  expect(nameOf({ ...event, altKey: true })).toBeNull()
  expect(nameOf({ ...event, key: ' ' })).toBe('Space')
})
