import { expect, test } from 'vitest'

import { DRIFT, type Playable, SyncPlayer } from './sync'

/** A clip whose time is controlled by the test. */
class Reel implements Playable {
  currentTime = 0
  paused = true
  seeks = 0
  constructor(
    public duration: number,
    readonly speed = 1,
  ) {}
  play(): Promise<void> {
    this.paused = false
    return Promise.resolve()
  }
  pause(): void {
    this.paused = true
  }
  pass(seconds: number): void {
    if (this.paused) return
    this.currentTime = Math.min(this.duration, this.currentTime + seconds * this.speed)
    if (this.currentTime >= this.duration) this.paused = true
  }
}

function playing(...reels: Reel[]): SyncPlayer {
  const player = new SyncPlayer()
  reels.forEach((reel) => player.add(reel))
  player.play()
  return player
}

function run(player: SyncPlayer, reels: readonly Reel[], seconds: number): void {
  for (let passed = 0; passed < seconds; passed += 0.05) {
    reels.forEach((reel) => reel.pass(0.05))
    player.tick()
  }
}

test('one button starts and stops all clips', () => {
  const reels = [new Reel(15), new Reel(15)]
  const player = playing(...reels)
  expect(reels.map(({ paused }) => paused)).toEqual([false, false])
  player.toggle()
  expect(reels.map(({ paused }) => paused)).toEqual([true, true])
  expect(player.state.playing).toBe(false)
})

test('a slow clip is corrected, and never further off than allowed', () => {
  const reels = [new Reel(20), new Reel(20, 0.9)]
  const player = playing(...reels)
  run(player, reels, 10)
  expect(Math.abs((reels[1]?.currentTime ?? 0) - player.state.time)).toBeLessThanOrEqual(DRIFT)
  expect(player.state.time).toBeCloseTo(10, 0)
})

test('a shorter clip waits at its end, and all start again together', () => {
  const reels = [new Reel(4), new Reel(6)]
  const player = playing(...reels)
  expect(player.state.length).toBe(6)
  run(player, reels, 5)
  expect(reels[0]?.currentTime).toBe(4)
  expect(reels[0]?.paused).toBe(true)
  run(player, reels, 1.5)
  expect(player.state.time).toBeLessThan(1)
  expect(reels.map(({ paused }) => paused)).toEqual([false, false])
})

test('the scrubber moves all clips, within the length of each', () => {
  const reels = [new Reel(4), new Reel(6)]
  const player = playing(...reels)
  player.pause()
  player.seek(5)
  expect(reels.map(({ currentTime }) => currentTime)).toEqual([4, 5])
  player.seek(99)
  expect(player.state.time).toBe(6)
  player.play()
  expect(player.state.time).toBe(0)
})

test('a clip that is added later joins at the position of the others', () => {
  const first = new Reel(10)
  const player = playing(first)
  run(player, [first], 3)
  const late = new Reel(10)
  player.add(late)
  expect(late.currentTime).toBeCloseTo(player.state.time)
  expect(late.paused).toBe(false)
})

test('a length counts once it is known', () => {
  const reel = new Reel(NaN)
  const player = playing(reel)
  expect(player.state.length).toBe(0)
  reel.duration = 8
  player.measure()
  expect(player.state.length).toBe(8)
})

test('without clips there is nothing to play', () => {
  const player = new SyncPlayer()
  const reel = new Reel(5)
  const remove = player.add(reel)
  player.play()
  remove()
  expect(player.state).toEqual({ playing: false, time: 0, length: 0 })
  player.play()
  expect(player.state.playing).toBe(false)
})

test('listeners are called at changes only', () => {
  const reel = new Reel(5)
  const player = playing(reel)
  let told = 0
  const stop = player.listen(() => (told += 1))
  player.tick()
  expect(told).toBe(0)
  reel.pass(0.5)
  player.tick()
  expect(told).toBe(1)
  stop()
  player.pause()
  expect(told).toBe(1)
})
