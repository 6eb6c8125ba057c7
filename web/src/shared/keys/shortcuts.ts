/** What keys do on the page that is shown: each part adds its own while it is there. */

export interface Shortcut {
  /** As `KeyboardEvent.key`, or two after each other: "g h". Letters are lower-case; "Space". */
  keys: string
  /** What it does, for the sheet of shortcuts. */
  does: string
  run: (event: KeyboardEvent) => void
  /** Whether it works while somebody types: only Escape and keys held with Ctrl or ⌘ should. */
  always?: boolean
}

/** Shortcuts under one heading of the sheet. */
export interface Group {
  heading: string
  shortcuts: readonly Shortcut[]
}

const PATIENCE = 1200

/** Finds the shortcut that keys mean; of several the one that was added last. */
export class Keys {
  #groups: Group[] = []
  #begun = ''
  #at = 0

  /** All that can be pressed now, in the order in which it was added. */
  get groups(): readonly Group[] {
    return this.#groups
  }

  /** Adds shortcuts; returns how to take them away. */
  add(group: Group): () => void {
    this.#groups = [...this.#groups, group]
    return () => {
      this.#groups = this.#groups.filter((other) => other !== group)
    }
  }

  /** Return what pressing `key` means, `typing` or not, after what was pressed before it. */
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
    return this.#all().findLast((one) => one.keys === keys)
  }
}

/** Return the name of a pressed key as shortcuts write it: "Mod+k" with Ctrl or ⌘. */
export function nameOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | null {
  if (event.altKey) return null
  const key =
    event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key
}

/** Whether what has the focus takes a key itself: Space presses a button, Enter a link, too. */
export function isTaken(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || (key !== 'Space' && key !== 'Enter')) return false
  const takes = 'button, summary, [role="button"], [role="menuitem"], [role="option"]'
  return target.closest(key === 'Enter' ? `${takes}, a[href]` : takes) !== null
}

/** Whether keys go into a field now. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
