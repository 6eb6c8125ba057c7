import { headingOf, inWords, type Names, read } from '@/shared/expression'
import { listed } from '@/shared/format'

import type { Audience, Taste } from './asking'

/** What people call an audience. */
export function nameOf({ name, note }: Pick<Audience, 'name' | 'note'>): string {
  return headingOf(name, note)
}

const MARKS = 4

/** Who is in an audience, in a sentence. */
export function definitionOf(audience: Audience, names: Names): string {
  const { kind, tags, text } = audience
  if (kind === 'LIST') return 'Profiles of a list that somebody uploaded.'
  if (kind === 'SEGMENT') {
    const rule = text === null ? null : read(text)
    return rule ? `${inWords(rule, names)}.` : (text ?? '')
  }
  if (tags.length === 0) return 'A taste of a fit before, which nobody has any more.'
  return `People for whose viewing ${listed(tags.slice(0, MARKS))} stand out: at least 6% of what they watch is for this taste.`
}

/** What kind of audience it is, in small facts. */
export function factsOf({ kind, readyMade, owner, growth, name }: Audience): string[] {
  switch (kind) {
    case 'AFFINITY': {
      const [first] = growth
      return ['Affinity', ...(first ? [`in fits since ${first.fit}`] : []), name]
    }
    case 'SEGMENT':
      return [readyMade ? 'Ready-made segment' : 'Segment', ...(owner ? [`by ${owner}`] : []), name]
    case 'LIST':
      return ['Uploaded list', name]
  }
}

/** Whether an index is surely above or below par. */
export function isSure({ low, high }: Pick<Taste, 'low' | 'high'>): boolean {
  return low > 100 || high < 100
}

/** The values that stand out most, high and low; `found` are the highest first. */
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
