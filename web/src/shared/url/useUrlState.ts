import { useCallback, useMemo } from 'react'

import { navigate, useSearch } from 'wouter/use-browser-location'

import { read, type Schema, type StateOf, write } from './state'

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
