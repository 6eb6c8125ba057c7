/** A step of the tour: its text, and the part of the page it points at. */
interface Step {
  readonly title: string
  readonly words: string
  /** The `data-guide` of that part. */
  readonly part: string
}

export const STEPS: readonly Step[] = [
  {
    title: 'Start with the findings',
    words:
      'Keyart checked every title. These are beyond chance: what wins with whom, what is clickbait, and which test not to trust. Each links to its evidence.',
    part: 'stories',
  },
  {
    title: 'Every number explains itself',
    words:
      'Hover over a figure, or tap it, to see what it means, where it comes from and how certain it is. Faded: could be chance. Hatched: not enough data yet.',
    part: 'launches',
  },
  {
    title: 'One alert per issue',
    words:
      'Broken tests, missing events, clickbait and outliers stay here and in the inbox until they are resolved.',
    part: 'attention',
  },
  {
    title: 'Find anything',
    words:
      'Press / anywhere to search titles, artwork, audiences and pages. Press ? for all keyboard shortcuts.',
    part: 'search',
  },
]

const KEY = 'keyart-guide'
const DONE = 'done'

/** Return whether the tour is over in this browser; also true where storage is unavailable. */
export function isOver(storage: () => Storage): boolean {
  try {
    return storage().getItem(KEY) === DONE
  } catch {
    return true
  }
}

/** Remember in this browser that the tour is over. */
export function end(storage: () => Storage): void {
  try {
    storage().setItem(KEY, DONE)
  } catch {
    // Without storage the tour is never shown.
  }
}
