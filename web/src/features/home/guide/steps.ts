/** A step of the first visit: what it says, and the part of the page that it is about. */
export interface Step {
  readonly title: string
  readonly words: string
  /** The `data-guide` of that part. */
  readonly part: string
}

export const STEPS: readonly Step[] = [
  {
    title: 'Begin with what was found',
    words:
      'Keyart has looked at every title. These three are sure: what wins with whom, what misleads, and what not to trust. Each leads to its proof.',
    part: 'stories',
  },
  {
    title: 'Every number explains itself',
    words:
      'Point at a figure, or tap it, and it says what it means, where it comes from and how sure it is. What could be chance is faded; what is too little is hatched.',
    part: 'launches',
  },
  {
    title: 'You are told once',
    words:
      'Broken tests, missing events, clickbait and outliers stand here and in the inbox until they are over.',
    part: 'attention',
  },
  {
    title: 'Find anything',
    words:
      'Type / anywhere to find titles, posters, audiences and pages. ? shows what else the keyboard can do.',
    part: 'search',
  },
]

const KEY = 'keyart-guide'
const DONE = 'done'

/** Whether the first visit is over in this browser; true as well where nothing can be kept. */
export function isOver(storage: () => Storage): boolean {
  try {
    return storage().getItem(KEY) === DONE
  } catch {
    return true
  }
}

/** Remembers in this browser that the first visit is over. */
export function end(storage: () => Storage): void {
  try {
    storage().setItem(KEY, DONE)
  } catch {
    // A browser that keeps nothing shows no guide at all.
  }
}
