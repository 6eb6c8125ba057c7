import { useShortcuts } from '@/shared/keys'

import { type Change, turned } from './changes'

function open(part: string): void {
  const button = document.querySelector<HTMLElement>(part)
  button?.focus()
  button?.click()
}

/** Keyboard shortcuts of the page, besides those of the filter bar and of charts. */
export function useQuestionKeys(
  measures: readonly string[],
  order: readonly string[],
  set: Change,
): void {
  const sortings = [0, 1, 2, 3, 4, 5].map((n) => ({
    keys: String(n + 1),
    does: `Sort by measure ${n + 1}`,
    run: () => {
      const name = measures[n]
      if (name) set({ order: turned(order, name, order[0] !== `-${name}`) })
    },
  }))
  useShortcuts('Questions', [
    { keys: 'm', does: 'Choose measures', run: () => open('[data-add=measure] button') },
    { keys: 'b', does: 'Choose dimensions', run: () => open('[data-add=dimension] button') },
    { keys: 'y', does: 'Copy the question as code', run: () => open('[data-copy]') },
    ...sortings,
  ])
}
