/** The fields of an asset that decide its letter. */
export interface Lettered {
  assetId: string
  assetType?: string | null
}

/** The prefixes of types: V1 is the first clip, S1 the first synopsis. */
const PREFIX: Readonly<Record<string, string>> = {
  video: 'V',
  clip: 'V',
  trailer: 'V',
  teaser: 'V',
  synopsis: 'S',
  headline: 'S',
  text: 'S',
}

/**
 * Return the letters of a title's assets: A, B, … for artwork, V1 … for clips, S1 … for synopses.
 *
 * They depend on all assets of the title by id, not on filters or sorting, so that an asset has the same
 * letter in every chart, on every page and for everybody.
 */
export function letters(assets: readonly Lettered[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  const sorted = [...assets].sort((a, b) => (a.assetId < b.assetId ? -1 : 1))
  return new Map(
    sorted.map(({ assetId, assetType }) => {
      const prefix = PREFIX[assetType ?? ''] ?? ''
      const n = counts.get(prefix) ?? 0
      counts.set(prefix, n + 1)
      return [assetId, prefix ? `${prefix}${n + 1}` : alphabetic(n)]
    }),
  )
}

/** Return A … Z, then AA, AB, …, without V and S, which are prefixes of types. */
function alphabetic(n: number): string {
  const plain = 'ABCDEFGHIJKLMNOPQRTUWXYZ'
  const last = plain.charAt(n % plain.length)
  return n < plain.length ? last : alphabetic(Math.floor(n / plain.length) - 1) + last
}
