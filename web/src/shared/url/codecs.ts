/**
 * How a value of a page's state is written in its address.
 *
 * `read` never fails: invalid text is the default. `write` returns null for the default, so that
 * addresses have only what differs.
 */
export interface Codec<T> {
  read(text: string | null): T
  write(value: T): string | null
}

/** Free text. */
export function text(standard = ''): Codec<string> {
  return {
    read: (text) => text ?? standard,
    write: (value) => (value === standard ? null : value),
  }
}

/** Text, or nothing. */
export function optional(): Codec<string | null> {
  return { read: (text) => text, write: (value) => value }
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[], standard: T): Codec<T> {
  return {
    read: (text) => words.find((word) => word === text) ?? standard,
    write: (value) => (value === standard ? null : value),
  }
}

/** Yes or no. */
export function flag(standard = false): Codec<boolean> {
  return {
    read: (text) => (text === null ? standard : text !== '0'),
    write: (value) => (value === standard ? null : value ? '1' : '0'),
  }
}

/** A number within bounds. */
export function number(standard: number, low = -Infinity, high = Infinity): Codec<number> {
  return {
    read: (text) => {
      const value = text === null || text.trim() === '' ? NaN : Number(text)
      return value >= low && value <= high ? value : standard
    },
    write: (value) => (value === standard ? null : String(value)),
  }
}

/** A list of texts; commas in them are escaped. */
export function list(standard: readonly string[] = []): Codec<readonly string[]> {
  const joined = standard.map(escaped).join(',')
  return {
    read: (text) => {
      if (text === null) return standard
      return text === '' ? [] : text.split(',').map(unescaped)
    },
    write: (value) => {
      const text = value.map(escaped).join(',')
      return text === joined ? null : text
    },
  }
}

const SPECIAL = /[%,;:!~&=#+]/g

/** Escape the characters in a word that separate words. */
export function escaped(word: string): string {
  return word.replace(SPECIAL, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

export function unescaped(word: string): string {
  return word.replace(/%([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
