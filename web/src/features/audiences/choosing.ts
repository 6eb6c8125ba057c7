import { nameOf } from '@/shared/expression'
import { sorted } from '@/shared/ui'
import type { Audience } from './asking'
import type { Kind } from './state'
import { matchesWords } from '@/shared/format'

/** How many audiences the overlap has by default. */
export const FIRST = 8

/** The most audiences of an overlap. */
export const MOST = 30

export function kindOf({ name }: Pick<Audience, 'name'>): string {
  return name.slice(0, name.indexOf(':'))
}

/** Return the relative growth of an affinity since the previous model; null if unknown. */
export function growthOf({ growth }: Pick<Audience, 'growth'>): number | null {
  const [before, now] = growth.slice(-2)
  if (!before?.profiles || !now?.profiles) return null
  return now.profiles / before.profiles - 1
}

/** Return the audiences of a kind that match a search text, sorted. */
export function chosen(
  audiences: readonly Audience[],
  { kind, words, sort }: { kind: Kind; words: string; sort: 'size' | 'name' | 'growth' },
): readonly Audience[] {
  const found = audiences.filter((one) => kindOf(one) === kind && means(one, words))
  if (sort === 'name') return sorted(found, nameOf, false)
  return sorted(found, sort === 'growth' ? growthOf : ({ profiles }) => profiles, true)
}

/** Return whether each word is the start of a word in an audience's texts. */
function means(audience: Audience, words: string): boolean {
  const said = [
    nameOf(audience),
    audience.name,
    audience.note ?? '',
    audience.text ?? '',
    ...audience.tags,
    ...audience.titles.map(({ name }) => name),
  ]
  return matchesWords(said.join(' '), words)
}

/** Return the audiences of the overlap: the selected ones, else the largest of the kind. */
export function laidBeside(
  audiences: readonly Audience[],
  picked: readonly string[],
  kind: Kind,
): readonly Audience[] {
  const known = picked.flatMap((name) => audiences.find((one) => one.name === name) ?? [])
  if (picked.length > 0) return known.slice(0, MOST)
  const some = chosen(audiences, { kind, words: '', sort: 'size' })
  return some.filter(({ profiles }) => profiles !== null).slice(0, FIRST)
}
