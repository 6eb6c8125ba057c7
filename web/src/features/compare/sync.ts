/** Clips that play as one: what a `<video>` is to whoever keeps several together. */
export interface Playable {
  currentTime: number
  readonly duration: number
  readonly paused: boolean
  play(): Promise<void>
  pause(): void
}

/** How all of them stand. */
export interface SyncState {
  playing: boolean
  /** Where they are, in seconds. */
  time: number
  /** How long the longest is, in seconds; 0 while none is known. */
  length: number
}

/** How far a clip may be off, in seconds, before it is put right: seeking more often stutters. */
export const DRIFT = 0.12

/**
 * Keeps several clips at one place.
 *
 * The longest clip leads; the others follow it, and shorter ones wait at their end until the
 * longest is over and all begin anew.
 */
export class SyncPlayer {
  #clips = new Set<Playable>()
  #listeners = new Set<() => void>()
  #state: SyncState = { playing: false, time: 0, length: 0 }

  /** How all stand now; the same object until something changes. */
  get state(): SyncState {
    return this.#state
  }

  /** Calls `listener` at each change; returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes a clip in, at the place where the others are; returns how to take it out. */
  add(clip: Playable): () => void {
    this.#clips.add(clip)
    this.#place(clip)
    this.measure()
    if (this.#state.playing) start(clip)
    return () => {
      this.#clips.delete(clip)
      clip.pause()
      this.measure()
    }
  }

  /** Takes lengths anew, when more is known of a clip. */
  measure(): void {
    const length = Math.max(0, ...[...this.#clips].map(lengthOf))
    const playing = this.#state.playing && this.#clips.size > 0
    this.#become({ playing, length, time: Math.min(this.#state.time, length) })
    this.#clips.forEach((clip) => this.#place(clip))
  }

  /** Starts all, from the beginning if they are at their end. */
  play(): void {
    if (this.#clips.size === 0) return
    if (this.#atEnd(this.#state.time)) this.seek(0)
    this.#become({ ...this.#state, playing: true })
    this.#clips.forEach((clip) => {
      if (this.#state.time < lengthOf(clip) || lengthOf(clip) === 0) start(clip)
    })
  }

  /** Stops all where they are. */
  pause(): void {
    this.#clips.forEach((clip) => clip.pause())
    this.#become({ ...this.#state, playing: false })
    this.seek(this.#state.time)
  }

  /** Plays or stops. */
  toggle(): void {
    if (this.#state.playing) this.pause()
    else this.play()
  }

  /** Puts all at a place. */
  seek(time: number): void {
    const within = Math.min(Math.max(time, 0), this.#state.length)
    this.#become({ ...this.#state, time: within })
    this.#clips.forEach((clip) => this.#place(clip))
  }

  /** Follows the leading clip and puts those right that are off; called on each frame. */
  tick(): void {
    const leader = this.#leader()
    if (!this.#state.playing || !leader) return
    const time = leader.currentTime
    if (this.#atEnd(time)) {
      this.seek(0)
      this.#clips.forEach(start)
      return
    }
    this.#become({ ...this.#state, time })
    this.#clips.forEach((clip) => this.#follow(clip, time))
  }

  #follow(clip: Playable, time: number): void {
    const wanted = Math.min(time, lengthOf(clip))
    if (Math.abs(clip.currentTime - wanted) > DRIFT) clip.currentTime = wanted
    if (time < lengthOf(clip) && clip.paused) start(clip)
  }

  #place(clip: Playable): void {
    const wanted = Math.min(this.#state.time, lengthOf(clip))
    if (Math.abs(clip.currentTime - wanted) > 0.01) clip.currentTime = wanted
  }

  #leader(): Playable | undefined {
    return [...this.#clips].sort((a, b) => lengthOf(b) - lengthOf(a))[0]
  }

  #atEnd(time: number): boolean {
    return this.#state.length > 0 && time >= this.#state.length - 0.05
  }

  #become(state: SyncState): void {
    const { playing, time, length } = this.#state
    if (playing === state.playing && time === state.time && length === state.length) return
    this.#state = state
    this.#listeners.forEach((listener) => listener())
  }
}

/** How long a clip is; 0 while that is not known. */
function lengthOf({ duration }: Playable): number {
  return Number.isFinite(duration) ? duration : 0
}

/** A browser may refuse to play; the clip then stands still, and its own button starts it. */
function start(clip: Playable): void {
  void clip.play().catch(() => undefined)
}
