import { useShortcuts } from '@/shared/keys'

import { moved, type SetCompare } from './state'
import type { Subjects } from './subjects'

/** Return the asset whose column has the focus. */
function focused(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-asset]')?.dataset.asset ?? null
}

/** Focus the column of the next or previous asset. */
function step(ids: readonly string[], by: number): void {
  const region = document.activeElement?.closest('[role="region"]')
  if (region && region.scrollWidth > region.clientWidth) {
    region.scrollBy({ left: 80 * by }) // arrows scroll a region that is wider than the window
    return
  }
  const here = focused()
  const at = here === null ? (by > 0 ? 0 : ids.length - 1) : ids.indexOf(here) + by
  const next = ids[(at + ids.length) % ids.length]
  if (next === undefined) return
  const column = document.querySelector<HTMLElement>(`[data-asset="${CSS.escape(next)}"]`)
  column?.querySelector<HTMLElement>('a')?.focus()
}

interface CompareKeys {
  known: Subjects
  /** The asset that the others are compared with. */
  against: string | null
  set: SetCompare
}

/** Keyboard shortcuts of a comparison: focus, move, enlarge and remove assets. */
export function useCompareKeys({ known, against, set }: CompareKeys): void {
  const ids = known.subjects.map(({ id }) => id)
  const onFocused = (run: (id: string) => void) => () => {
    const id = focused()
    if (id !== null) run(id)
  }
  useShortcuts('This comparison', [
    { keys: 'ArrowRight', does: 'Next asset', run: () => step(ids, 1) },
    { keys: 'ArrowLeft', does: 'Previous asset', run: () => step(ids, -1) },
    {
      keys: '>',
      does: 'Move asset right',
      run: onFocused((id) => set({ assets: moved(ids, id, 1) })),
    },
    {
      keys: '<',
      does: 'Move asset left',
      run: onFocused((id) => set({ assets: moved(ids, id, -1) })),
    },
    { keys: 'z', does: 'Enlarge asset', run: onFocused((large) => set({ large })) },
    {
      keys: 'r',
      does: 'Compare others with this asset',
      run: onFocused((id) => set({ against: id === against ? null : id })),
    },
    {
      keys: 'x',
      does: 'Remove asset',
      run: onFocused((id) => {
        step(ids, 1)
        set({
          assets: ids.filter((one) => one !== id),
          ...(against === id && { against: null }),
        })
      }),
    },
  ])
}
