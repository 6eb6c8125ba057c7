import { graphql, type ResultOf } from '@/shared/api'
import { words } from '@/shared/format'

/** The fields to show an asset: spread it into an asset of a request. */
export const SHOWN = graphql(`
  fragment Shown on Asset @_unmask {
    assetId
    name
    assetType
    uri
    text
    aspect
  }
`)

export type Shown = ResultOf<typeof SHOWN>

/** How to show an asset: as a picture, a clip or text. */
export type Manner = 'picture' | 'clip' | 'words'

const CLIPS = new Set(['video', 'clip', 'trailer', 'teaser'])

export function mannerOf({
  assetType,
  uri,
  text,
}: Pick<Shown, 'assetType' | 'uri' | 'text'>): Manner {
  if (CLIPS.has(assetType ?? '') || /\.(mp4|webm)$/i.test(uri ?? '')) return 'clip'
  return uri === null && text !== null ? 'words' : 'picture'
}

/** The widths of thumbnails. */
const WIDTHS = [160, 320, 640, 1280] as const

/** Return whether an asset is on another server. */
function elsewhere(uri: string | null): uri is string {
  return /^https?:/i.test(uri ?? '')
}

/** Return the address of an asset's file. */
export function fileOf({ assetId, uri }: Pick<Shown, 'assetId' | 'uri'>): string {
  return elsewhere(uri) ? uri : `/v1/media/${encodeURIComponent(assetId)}`
}

/** Return the address of a thumbnail. */
export function thumbnailOf(asset: Pick<Shown, 'assetId' | 'uri'>, width: number): string {
  if (elsewhere(asset.uri)) return asset.uri
  const made = WIDTHS.find((one) => one >= width) ?? 1280
  return `/v1/media/${encodeURIComponent(asset.assetId)}/thumbnail?width=${made}`
}

/** Return all thumbnails of an asset as a `srcset`. */
export function thumbnailsOf(asset: Pick<Shown, 'assetId' | 'uri'>): string | undefined {
  if (elsewhere(asset.uri)) return undefined
  return WIDTHS.map((width) => `${thumbnailOf(asset, width)} ${width}w`).join(', ')
}

/** Return an aspect ratio as CSS: 2:3 is 2/3; that of a poster or a clip by default. */
export function ratioOf({
  aspect,
  ...asset
}: Pick<Shown, 'aspect' | 'assetType' | 'uri' | 'text'>): string {
  const found = /^(\d+(?:\.\d+)?)\s*[:x/]\s*(\d+(?:\.\d+)?)$/.exec(aspect ?? '')
  if (found) return `${found[1] ?? 2}/${found[2] ?? 3}`
  return mannerOf(asset) === 'clip' ? '16/9' : '2/3'
}

/** The plurals of asset types. */
const PLURALS: Readonly<Record<string, string>> = {
  artwork: 'artworks',
  video: 'clips',
  synopsis: 'synopses',
}

/** Return the name of an asset type, in the plural unless `n` is 1. */
export function kindName(type: string, n: number): string {
  const one = type === 'video' ? 'clip' : type
  return n === 1 ? one : (PLURALS[type] ?? `${words(type).toLowerCase()}s`)
}
