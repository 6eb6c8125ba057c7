/** A keyboard shortcut; components add theirs while they are mounted. */

export interface Shortcut {
  /** A `KeyboardEvent.key`, or two in sequence: "g h". Letters are lower-case; "Space". */
  keys: string
  /** Its description in the list of shortcuts. */
  does: string
  run: (event: KeyboardEvent) => void
  /** Whether it works while typing: only for Escape and keys with Ctrl or ⌘. */
  always?: boolean
  /** Whether it works at this moment; what does not is listed all the same. */
  when?: () => boolean
}

/** Shortcuts under one heading. */
export interface Group {
  heading: string
  shortcuts: readonly Shortcut[]
}

const PATIENCE = 1200

/** Finds the shortcut of a key; among several, the one added last. */
export class Keys {
  #groups: Group[] = []
  #begun = ''
  #at = 0

  /** All shortcuts, in the order they were added. */
  get groups(): readonly Group[] {
    return this.#groups
  }

  /** Add shortcuts; returns a function to remove them. */
  add(group: Group): () => void {
    this.#groups = [...this.#groups, group]
    return () => {
      this.#groups = this.#groups.filter((other) => other !== group)
    }
  }

  /** Return the shortcut of a pressed key, also considering the key before. */
  press(key: string, typing: boolean, now: number): Shortcut | null {
    const before = now - this.#at < PATIENCE ? this.#begun : ''
    this.#begun = ''
    const pair = before && !typing ? this.#find(`${before} ${key}`) : undefined
    const found = pair ?? this.#find(key)
    if (found) return typing && !found.always ? null : found
    if (!typing && this.#all().some(({ keys }) => keys.startsWith(`${key} `))) {
      this.#begun = key
      this.#at = now
    }
    return null
  }

  #all(): Shortcut[] {
    return this.#groups.flatMap(({ shortcuts }) => shortcuts)
  }

  #find(keys: string): Shortcut | undefined {
    return this.#all().findLast(({ keys: own, when }) => own === keys && (when?.() ?? true))
  }
}

/** Return the name of a pressed key in shortcuts: "Mod+k" with Ctrl or ⌘. */
export function nameOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | null {
  if (event.altKey) return null
  const key =
    event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key
}

/** Return whether the focused element handles a key itself: Space and Enter on buttons and links. */
export function isTaken(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || (key !== 'Space' && key !== 'Enter')) return false
  const takes = 'button, summary, [role="button"], [role="menuitem"], [role="option"]'
  return target.closest(key === 'Enter' ? `${takes}, a[href]` : takes) !== null
}

/** Return whether keys go into a text field. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
