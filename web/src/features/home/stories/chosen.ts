import { optional, useUrlState } from '@/shared/url'

/** Which finding of each kind a link opens to; the first one by default. */
const STORIES = {
  wins: optional(),
  misleads: optional(),
}

/** The place of the finding that is shown of a kind, by the keys of all, and how another is chosen. */
export function useChosen(
  kind: keyof typeof STORIES,
  keys: readonly string[],
): readonly [number, (at: number) => void] {
  const [state, set] = useUrlState(STORIES)
  const at = Math.max(0, keys.indexOf(state[kind] ?? ''))
  return [
    at,
    (next) => set({ [kind]: next === 0 ? null : (keys[next] ?? null) }, { replace: true }),
  ]
}
