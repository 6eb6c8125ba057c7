import { useShortcuts } from '@/shared/keys'

import { moved, type SetCompare } from './state'
import type { Subjects } from './subjects'

/** The asset in whose column the focus is. */
function focused(): string | null {
  return document.activeElement?.closest<HTMLElement>('[data-asset]')?.dataset.asset ?? null
}

/** Puts the focus on the column of an asset so many steps further. */
function step(ids: readonly string[], by: number): void {
  const region = document.activeElement?.closest('[role="region"]')
  if (region && region.scrollWidth > region.clientWidth) {
    region.scrollBy({ left: 80 * by }) // what is wider than the window is walked through by keys
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
  /** The asset that the others are held against. */
  against: string | null
  set: SetCompare
}

/** What keys do on a comparison: walk through its assets, move them, take them out. */
export function useCompareKeys({ known, against, set }: CompareKeys): void {
  const ids = known.subjects.map(({ id }) => id)
  const onFocused = (run: (id: string) => void) => () => {
    const id = focused()
    if (id !== null) run(id)
  }
  useShortcuts('This comparison', [
    { keys: 'ArrowRight', does: 'The next asset', run: () => step(ids, 1) },
    { keys: 'ArrowLeft', does: 'The asset before', run: () => step(ids, -1) },
    {
      keys: '>',
      does: 'Move the asset right',
      run: onFocused((id) => set({ assets: moved(ids, id, 1) })),
    },
    {
      keys: '<',
      does: 'Move the asset left',
      run: onFocused((id) => set({ assets: moved(ids, id, -1) })),
    },
    { keys: 'z', does: 'Show the asset in large', run: onFocused((large) => set({ large })) },
    {
      keys: 'r',
      does: 'Hold the others against the asset',
      run: onFocused((id) => set({ against: id === against ? null : id })),
    },
    {
      keys: 'x',
      does: 'Take the asset out',
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
