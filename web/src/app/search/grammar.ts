import { wordsOf } from '@/shared/format'

/** What words of a search can mean. */
export type Meaning =
  | { kind: 'audience'; name: string; label: string }
  | { kind: 'filter'; dimension: string; value: string; label: string }
  | { kind: 'measure'; name: string; label: string }
  | { kind: 'grouping'; dimension: string; label: string }
  | { kind: 'assets'; type: string; label: string }
  | { kind: 'dates'; since: string | null; until: string | null; label: string }
  | { kind: 'topic'; topic: Topic; label: string }

/** What a search is about, beside names and filters. */
export type Topic = 'winners' | 'promises' | 'outliers' | 'tests' | 'events'

/** Words, and what they mean. */
export interface Phrase {
  words: readonly string[]
  meaning: Meaning
}

/** What was understood of a search. */
export interface Understanding {
  meanings: readonly Meaning[]
  /** The words that mean nothing by themselves: a name of a title or an asset, perhaps. */
  rest: string
}

/** Words that join others and mean nothing alone. */
const JOINING = new Set(
  `a about all an and any are at by did do does find for from get give had has have how in is it
  list me my of on or our show that the their these this to was we were what when where which
  who whose why will with works working`.split(/\s+/),
)

/** Characters that the beginning of a word needs to stand for the whole. */
const BEGINNING = 4

/**
 * Read a search word by word: at each place, the longest phrase that is there.
 *
 * A word may have a typo in each five letters, and the last phrase may be incomplete.
 */
export function understand(text: string, phrases: readonly Phrase[]): Understanding {
  const words = wordsOf(text)
  const longest = Math.max(0, ...phrases.map((phrase) => phrase.words.length))
  const meanings: Meaning[] = []
  const unread: string[][] = [[]]
  for (let at = 0; at < words.length;) {
    const found = longestPhrase(words, at, longest, phrases)
    if (found) {
      meanings.push(found.phrase.meaning)
      unread.push([])
      at += found.length
    } else {
      unread.at(-1)?.push(words[at] ?? '')
      at += 1
    }
  }
  const rest = unread.map(withoutJoining).filter((run) => run.length > 0)
  return { meanings: once(meanings), rest: rest.flat().join(' ') }
}

function longestPhrase(
  words: readonly string[],
  at: number,
  longest: number,
  phrases: readonly Phrase[],
): { phrase: Phrase; length: number } | null {
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    const here = words.slice(at, at + length)
    if (here.every((word) => JOINING.has(word))) continue
    const last = at + length === words.length
    const phrase = closest(here, last, phrases)
    if (phrase) return { phrase, length }
  }
  return null
}

/** Return the phrase that some words stand for: exactly, by their beginning, or with typos. */
function closest(
  words: readonly string[],
  last: boolean,
  phrases: readonly Phrase[],
): Phrase | null {
  const text = words.join(' ')
  const candidates = phrases
    .filter((phrase) => phrase.words.length === words.length)
    .map((phrase) => ({ phrase, other: phrase.words.join(' ') }))
  const exact = candidates.find(({ other }) => other === text)
  if (exact) return exact.phrase
  if (last && text.length >= BEGINNING) {
    const begun = candidates.find(({ other }) => other.startsWith(text))
    if (begun) return begun.phrase
  }
  const near = candidates
    .map(({ phrase }) => ({ phrase, typos: typosOfWords(words, phrase.words) }))
    .filter((candidate) => candidate.typos !== null)
    .sort((a, b) => (a.typos ?? 0) - (b.typos ?? 0))
  return near[0]?.phrase ?? null
}

/** Return the typos of words that stand for others; null if a word has more than may be. */
function typosOfWords(words: readonly string[], others: readonly string[]): number | null {
  let sum = 0
  for (const [at, word] of words.entries()) {
    const most = Math.floor(word.length / 5)
    const here = typos(word, others[at] ?? '', most)
    if (here > most) return null
    sum += here
  }
  return sum
}

/**
 * Return how many letters are to be changed, added, left out or swapped between two texts; more
 * than `most` if there are more (optimal string alignment distance).
 */
export function typos(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      )
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? most + 1
}

function withoutJoining(run: readonly string[]): readonly string[] {
  const first = run.findIndex((word) => !JOINING.has(word))
  const last = run.findLastIndex((word) => !JOINING.has(word))
  return first < 0 ? [] : run.slice(first, last + 1)
}

function once(meanings: readonly Meaning[]): Meaning[] {
  const texts = meanings.map((meaning) => JSON.stringify(meaning))
  return meanings.filter((_, at) => texts.indexOf(texts[at] ?? '') === at)
}
