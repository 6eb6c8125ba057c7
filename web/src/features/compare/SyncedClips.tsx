import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react'
import { useSyncExternalStore } from 'react'

import { runtime } from '@/shared/format'
import { useShortcuts } from '@/shared/keys'
import { fileOf, Missing, ratioOf, type Shown, thumbnailOf, useBroken } from '@/shared/media'
import { Button } from '@/shared/ui'

import { SyncPlayer } from './sync'
import styles from './SyncedClips.module.css'

const Player = createContext<SyncPlayer | null>(null)

/** Lets the clips inside play in sync. */
export function SyncProvider({ children }: { children: ReactNode }) {
  const [player] = useState(() => new SyncPlayer())
  return <Player value={player}>{children}</Player>
}

function usePlayer(): SyncPlayer {
  const player = use(Player)
  if (!player) throw new Error('Synced clips need a SyncProvider around them.')
  return player
}

/** A muted clip that plays in sync with others. */
export function SyncedClip({ asset, letter }: { asset: Shown; letter?: string | undefined }) {
  const player = usePlayer()
  const video = useRef<HTMLVideoElement>(null)
  const [broken, noteBroken] = useBroken(fileOf(asset))
  const failed = broken || asset.uri === null
  useEffect(() => {
    if (video.current && !failed) return player.add(video.current)
    return undefined
  }, [player, failed])
  if (failed) {
    return (
      <span className={styles.missing} style={{ aspectRatio: ratioOf(asset) }}>
        <Missing asset={asset} letter={letter} />
      </span>
    )
  }
  return (
    // A click on a clip does the same as the play button for all clips.
    <video
      ref={video}
      className={styles.clip}
      style={{ aspectRatio: ratioOf(asset) }}
      muted
      playsInline
      preload="metadata"
      src={fileOf(asset)}
      poster={thumbnailOf(asset, 640)}
      aria-label={asset.name}
      onClick={() => player.toggle()}
      onLoadedMetadata={() => player.measure()}
      onError={noteBroken}
    />
  )
}

/** A play button and a scrubber for all clips; empty without clips. */
export function SyncBar() {
  const player = usePlayer()
  const { playing, time, length } = useSyncExternalStore(
    (listener) => player.listen(listener),
    () => player.state,
  )
  useEffect(() => {
    if (!playing) return
    let frame = requestAnimationFrame(function step() {
      player.tick()
      frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [player, playing])
  const shown = length > 0
  useShortcuts(
    'Clips',
    [{ keys: 'Space', does: 'Play or pause all clips', run: () => player.toggle() }],
    shown,
  )
  if (!shown) return null
  return (
    <div className={styles.bar} role="group" aria-label="All clips" data-export="no">
      <Button small icon={playing ? 'pause' : 'play'} onClick={() => player.toggle()}>
        {playing ? 'Pause all' : 'Play all'}
      </Button>
      <input
        type="range"
        className={styles.scrubber}
        min={0}
        max={length}
        step={0.05}
        value={time}
        aria-label="Position in all clips"
        aria-valuetext={`${runtime(time)} of ${runtime(length)}`}
        onChange={(event) => player.seek(Number(event.target.value))}
      />
      <span className="num small sub">
        {runtime(time)} / {runtime(length)}
      </span>
    </div>
  )
}
