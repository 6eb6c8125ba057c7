import type { Codec } from './codecs'
import { useCallback, useMemo } from 'react'
import { navigate, useSearch } from 'wouter/use-browser-location'

/** The state of a page: a codec for each of its values. */
export type Schema = Readonly<Record<string, Codec<unknown>>>

/** The values of a schema. */
export type StateOf<S extends Schema> = {
  readonly [Name in keyof S]: S[Name] extends Codec<infer T> ? T : never
}

/** Return the values in the query of an address. */
export function read<S extends Schema>(schema: S, search: string): StateOf<S> {
  const given = new URLSearchParams(search)
  return Object.fromEntries(
    Object.entries(schema).map(([name, codec]) => [name, codec.read(given.get(name))]),
  ) as StateOf<S>
}

/** Return the query with some values changed; other parameters stay. */
export function write<S extends Schema>(
  schema: S,
  search: string,
  changes: Partial<StateOf<S>>,
): string {
  const given = new URLSearchParams(search)
  for (const [name, value] of Object.entries(changes)) {
    const text = schema[name]?.write(value) ?? null
    if (text === null) given.delete(name)
    else given.set(name, text)
  }
  return spelledQuery(given)
}

/** Return parameters as the query of an address, with as few escapes as possible. */
export function spelledQuery(parameters: URLSearchParams): string {
  return [...parameters]
    .map(([name, text]) => `${encodeURIComponent(name)}=${spelled(text)}`)
    .join('&')
}

/** Characters that stay unescaped, so that links are short and readable. */
const PLAIN = /%(2C|3A|3B|21|7E|2F|28|29|40|3D)/g

function spelled(text: string): string {
  return encodeURIComponent(text).replace(PLAIN, (sign) => decodeURIComponent(sign))
}

/** Return a link to a page in a state. */
export function link<S extends Schema>(
  path: string,
  schema: S,
  state: Partial<StateOf<S>>,
): string {
  const query = write(schema, '', state)
  return query ? `${path}?${query}` : path
}

/** Change some values. Each change is a step in the history, unless it `replace`s, as while dragging. */
export type SetState<S extends Schema> = (
  changes: Partial<StateOf<S>>,
  options?: { replace?: boolean },
) => void

/**
 * Return the part of a page's state in `schema`, which is kept in the address.
 *
 * Several components may each have a schema; they don't affect each other. A schema is a constant
 * outside the component.
 */
export function useUrlState<S extends Schema>(schema: S): readonly [StateOf<S>, SetState<S>] {
  const search = useSearch()
  const state = useMemo(() => read(schema, search), [schema, search])
  const set = useCallback<SetState<S>>(
    (changes, options) => {
      const query = write(schema, location.search, changes)
      if (query === location.search.slice(1)) return
      navigate(`${location.pathname}${query && `?${query}`}${location.hash}`, {
        replace: options?.replace ?? false,
      })
    },
    [schema],
  )
  return [state, set]
}
