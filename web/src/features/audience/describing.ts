import { inWords, type Names, read } from '@/shared/expression'
import { listed } from '@/shared/format'
import type { Audience, Taste } from './asking'

const MARKS = 4

/** Return the definition of an audience in a sentence. */
export function definitionOf(audience: Audience, names: Names): string {
  const { kind, tags, text } = audience
  if (kind === 'LIST') return 'Profiles of an uploaded list.'
  if (kind === 'SEGMENT') {
    const rule = text === null ? null : read(text)
    return rule ? `${inWords(rule, names)}.` : (text ?? '')
  }
  if (tags.length === 0) return 'A taste of an earlier model, now without members.'
  return `People who over-index on ${listed(tags.slice(0, MARKS))}: at least 6% of their viewing matches this taste.`
}

/** Return the facts below the name of an audience. */
export function factsOf({ kind, readyMade, owner, growth, name }: Audience): string[] {
  switch (kind) {
    case 'AFFINITY': {
      const [first] = growth
      return ['Affinity', ...(first ? [`since version ${first.fit}`] : []), name]
    }
    case 'SEGMENT':
      return [readyMade ? 'Ready-made segment' : 'Segment', ...(owner ? [`by ${owner}`] : []), name]
    case 'LIST':
      return ['Uploaded list', name]
  }
}

/** Return whether an index is above or below par beyond chance. */
export function isSure({ low, high }: Pick<Taste, 'low' | 'high'>): boolean {
  return low > 100 || high < 100
}

/** Return the highest and lowest indexes, those beyond chance first; the input is sorted. */
export function standouts<Of extends Pick<Taste, 'index' | 'low' | 'high'>>(
  found: readonly Of[],
  { high, low }: { high: number; low: number },
): readonly Of[] {
  const above = found.filter(({ index }) => index >= 100)
  const below = found.filter(({ index }) => index < 100)
  const first = (some: readonly Of[], most: number) =>
    [...some.filter(isSure), ...some.filter((one) => !isSure(one))].slice(0, most)
  return [...first(above, high), ...first([...below].reverse(), low).reverse()]
}
