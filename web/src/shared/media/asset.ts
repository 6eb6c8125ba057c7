import { graphql, type ResultOf } from '@/shared/api'

/** What showing an asset takes: spread it into an asset of a request. */
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

/** How an asset is shown: as a picture, a clip, or words. */
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

/** The widths of small pictures that the service makes. */
const WIDTHS = [160, 320, 640, 1280] as const

/** Whether browsers load an asset from elsewhere themselves. */
function elsewhere(uri: string | null): uri is string {
  return /^https?:/i.test(uri ?? '')
}

/** Where an asset's file is. */
export function fileOf({ assetId, uri }: Pick<Shown, 'assetId' | 'uri'>): string {
  return elsewhere(uri) ? uri : `/v1/media/${encodeURIComponent(assetId)}`
}

/** A small picture of an asset. */
export function thumbnailOf(asset: Pick<Shown, 'assetId' | 'uri'>, width: number): string {
  if (elsewhere(asset.uri)) return asset.uri
  const made = WIDTHS.find((one) => one >= width) ?? 1280
  return `/v1/media/${encodeURIComponent(asset.assetId)}/thumbnail?width=${made}`
}

/** All small pictures of an asset, for browsers to choose from. */
export function thumbnailsOf(asset: Pick<Shown, 'assetId' | 'uri'>): string | undefined {
  if (elsewhere(asset.uri)) return undefined
  return WIDTHS.map((width) => `${thumbnailOf(asset, width)} ${width}w`).join(', ')
}

/** An aspect as CSS: 2:3 is 2/3; without one, that of a poster or of a clip. */
export function ratioOf({
  aspect,
  ...asset
}: Pick<Shown, 'aspect' | 'assetType' | 'uri' | 'text'>): string {
  const found = /^(\d+(?:\.\d+)?)\s*[:x/]\s*(\d+(?:\.\d+)?)$/.exec(aspect ?? '')
  if (found) return `${found[1] ?? 2}/${found[2] ?? 3}`
  return mannerOf(asset) === 'clip' ? '16/9' : '2/3'
}
