/** "one asset", "3 assets": the plural is the word with an s unless it is given. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat().format(n)} ${n === 1 ? one : many}`
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`
}

const regions = new Intl.DisplayNames(undefined, { type: 'region' })

/** The name of a country by its code, in the reader's language. */
export function country(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    return code // no code of a country: as it came
  }
}

/** What people call a value of a dimension, where it has no name of its own. */
export function valueName(dimension: string, value: string | null): string {
  if (value === null) return 'not known'
  const name = dimension.replace(/^.*\./, '')
  if (name === 'country') return country(value)
  return /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/.test(value) ? value.replace(/[_-]+/g, ' ') : value
}
