import { expect, test } from 'vitest'

import { fileOf, mannerOf, ratioOf, thumbnailOf, thumbnailsOf } from './asset'

const poster = { assetId: 'a/b', assetType: 'artwork', uri: 'x.webp', text: null, aspect: null }

test('assets are shown as pictures, clips or text', () => {
  expect(mannerOf(poster)).toBe('picture')
  expect(mannerOf({ ...poster, assetType: 'trailer' })).toBe('clip')
  expect(mannerOf({ ...poster, uri: 'https://x/y.MP4' })).toBe('clip')
  expect(mannerOf({ ...poster, uri: null, text: 'A heist.' })).toBe('words')
  expect(mannerOf({ ...poster, uri: null })).toBe('picture')
})

test('files come from the service unless they are on another server', () => {
  expect(fileOf(poster)).toBe('/v1/media/a%2Fb')
  expect(thumbnailOf(poster, 200)).toBe('/v1/media/a%2Fb/thumbnail?width=320')
  const web = { ...poster, uri: 'https://images.example.com/b.png' }
  expect(fileOf(web)).toBe(web.uri)
  expect(thumbnailsOf(web)).toBeUndefined()
})

test('media keep their aspect ratio', () => {
  expect(ratioOf({ ...poster, aspect: '16:9' })).toBe('16/9')
  expect(ratioOf(poster)).toBe('2/3')
  expect(ratioOf({ ...poster, assetType: 'video', aspect: 'wide' })).toBe('16/9')
})
