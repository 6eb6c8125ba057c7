import { useCallback, useMemo } from 'react'

import { navigate, useSearch } from 'wouter/use-browser-location'

import { read, type Schema, type StateOf, write } from './state'

/** Changes some values. Each is a step to go back to, unless it `replace`s, as when dragging. */
export type SetState<S extends Schema> = (
  changes: Partial<StateOf<S>>,
  options?: { replace?: boolean },
) => void

/**
 * The part of a page's state that `schema` names, which stands in the address.
 *
 * Several parts of one page may each have a schema of their own; they leave each other's be. A
 * schema is a constant outside the component.
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
