import { words } from './measures'

/** Return "1 asset" or "3 assets"; the plural adds an s unless it is given. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat().format(n)} ${n === 1 ? one : many}`
}

/** Return "a", "a and b" or "a, b and c". */
export function listed(parts: readonly string[], last = 'and'): string {
  if (parts.length < 2) return parts[0] ?? ''
  return `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1) ?? ''}`
}

const regions = new Intl.DisplayNames(undefined, { type: 'region' })

/** Return the name of a country by its code, in the reader's language. */
export function country(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    return code // not a country code
  }
}

/** Return a value of a dimension in words. */
export function valueName(dimension: string, value: string | null): string {
  if (value === null) return 'unknown'
  const name = dimension.replace(/^.*\./, '')
  if (name === 'country') return country(value)
  return /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/.test(value) ? value.replace(/[_-]+/g, ' ') : value
}

/** Return a finding without its first sentence, “A” of “B” …: its name is shown beside it. */
export function withoutHeadline(sentence: string): string {
  return sentence.replace(/^[^“]*“.*?” of “.*?”[^.]*\. /, '')
}

/** Return a reason with readable names: placement home_row: … becomes Placement home row: … */
export function readableReason(reason: string): string {
  const [where = '', ...rest] = reason.split(': ')
  return rest.length === 0 ? reason : [words(where), ...rest].join(': ')
}

/** Return text starting with a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Return whether each word is the start of a word in `text`, ignoring case and accents. */
export function matchesWords(text: string, words: string): boolean {
  const parts = wordsOf(text)
  return wordsOf(words).every((word) => parts.some((part) => part.startsWith(word)))
}

/** Return the words of a text without case and accents. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
