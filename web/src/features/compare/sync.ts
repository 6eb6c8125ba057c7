/** The part of a `<video>` that is needed to keep several in sync. */
export interface Playable {
  currentTime: number
  readonly duration: number
  readonly paused: boolean
  play(): Promise<void>
  pause(): void
}

/** The common state of synced clips. */
interface SyncState {
  playing: boolean
  /** Their position, in seconds. */
  time: number
  /** The length of the longest, in seconds; 0 while unknown. */
  length: number
}

/** How far a clip may be off before it is corrected, in seconds: seeking more often stutters. */
export const DRIFT = 0.12

/**
 * Keeps several clips in sync.
 *
 * The longest clip leads and the others follow it. Shorter ones wait at their end until the longest
 * ends and all start again.
 */
export class SyncPlayer {
  #clips = new Set<Playable>()
  #listeners = new Set<() => void>()
  #state: SyncState = { playing: false, time: 0, length: 0 }

  /** The current state; the same object until something changes. */
  get state(): SyncState {
    return this.#state
  }

  /** Call `listener` at each change; returns a function to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Add a clip at the position of the others; returns a function to remove it. */
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

  /** Measure lengths again, when that of a clip becomes known. */
  measure(): void {
    const length = Math.max(0, ...[...this.#clips].map(lengthOf))
    const playing = this.#state.playing && this.#clips.size > 0
    this.#become({ playing, length, time: Math.min(this.#state.time, length) })
    this.#clips.forEach((clip) => this.#place(clip))
  }

  /** Play all, from the start if they are at the end. */
  play(): void {
    if (this.#clips.size === 0) return
    if (this.#atEnd(this.#state.time)) this.seek(0)
    this.#become({ ...this.#state, playing: true })
    this.#clips.forEach((clip) => {
      if (this.#state.time < lengthOf(clip) || lengthOf(clip) === 0) start(clip)
    })
  }

  /** Pause all. */
  pause(): void {
    this.#clips.forEach((clip) => clip.pause())
    this.#become({ ...this.#state, playing: false })
    this.seek(this.#state.time)
  }

  /** Play or pause. */
  toggle(): void {
    if (this.#state.playing) this.pause()
    else this.play()
  }

  /** Move all to a position. */
  seek(time: number): void {
    const within = Math.min(Math.max(time, 0), this.#state.length)
    this.#become({ ...this.#state, time: within })
    this.#clips.forEach((clip) => this.#place(clip))
  }

  /** Follow the leading clip and correct those that are off; called on each frame. */
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

/** Return the length of a clip; 0 while unknown. */
function lengthOf({ duration }: Playable): number {
  return Number.isFinite(duration) ? duration : 0
}

/** Play a clip. A browser may refuse; the clip then stays paused. */
function start(clip: Playable): void {
  void clip.play().catch(() => undefined)
}
