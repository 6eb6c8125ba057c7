import { useReducedMotion } from '@mantine/hooks'
import clsx from 'clsx'
import { type CSSProperties, useEffect, useRef, useState } from 'react'

import { runtime } from '@/shared/format'
import { Icon } from '@/shared/ui'

import { fileOf, ratioOf, type Shown, thumbnailOf } from './asset'
import styles from './media.module.css'
import { Missing } from './Poster'
import { useBroken } from './useBroken'

interface ClipProps {
  asset: Shown
  /** Called with the position in seconds while it plays, and with null when it stops. */
  onTime?: (seconds: number | null) => void
  className?: string | undefined
  /** Its letter on the page, shown where it can't be played. */
  letter?: string
}

/** A clip that plays muted on hover or click. Without a still, its file is looked for at once. */
export function Clip({ asset, onTime, className, letter }: ClipProps) {
  const video = useRef<HTMLVideoElement>(null)
  const still = useReducedMotion()
  const [playing, setPlaying] = useState(false)
  const [broken, noteBroken] = useBroken(fileOf(asset))
  const [length, setLength] = useState<number | null>(null)
  const [done, setDone] = useState(0)
  const unsure = useFails(thumbnailOf(asset, 640))
  const start = () => void video.current?.play().catch(() => undefined)
  const stop = () => {
    if (!video.current) return
    video.current.pause()
    video.current.currentTime = 0
    onTime?.(null)
  }
  const style: CSSProperties = { aspectRatio: ratioOf(asset) }
  if (broken || asset.uri === null) {
    return (
      <span className={clsx(styles.media, className)} style={style}>
        <Missing asset={asset} letter={letter} />
      </span>
    )
  }
  return (
    <span className={clsx(styles.media, className)} style={style}>
      <video
        ref={video}
        muted
        playsInline
        loop
        preload={unsure ? 'metadata' : 'none'}
        src={fileOf(asset)}
        poster={thumbnailOf(asset, 640)}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={noteBroken}
        onLoadedMetadata={(event) => setLength(event.currentTarget.duration)}
        onTimeUpdate={({ currentTarget: { currentTime, duration, paused } }) => {
          setDone(duration > 0 ? currentTime / duration : 0)
          if (!paused) onTime?.(currentTime)
        }}
      />
      <button
        type="button"
        className={styles.play}
        data-playing={playing || undefined}
        aria-label={`${playing ? 'Pause' : 'Play'} ${asset.name}`}
        onClick={playing ? stop : start}
        onMouseEnter={still ? undefined : start}
        onMouseLeave={stop}
      >
        <span>
          <Icon name={playing ? 'pause' : 'play'} />
        </span>
      </button>
      {length !== null && <span className={styles.length}>{runtime(length)}</span>}
      {playing && <span className={styles.head} style={{ width: `${done * 100}%` }} />}
    </span>
  )
}

/** Return whether a picture can't be loaded. */
function useFails(src: string): boolean {
  const [failed, setFailed] = useState<string | null>(null)
  useEffect(() => {
    const picture = new Image()
    picture.onerror = () => setFailed(src)
    picture.src = src
    return () => {
      picture.onerror = null
    }
  }, [src])
  return failed === src
}
