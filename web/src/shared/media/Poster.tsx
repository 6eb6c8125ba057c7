import clsx from 'clsx'

import { useReachable } from '@/shared/api'
import { Icon, type IconName } from '@/shared/ui'

import { fileOf, mannerOf, ratioOf, type Shown, thumbnailOf, thumbnailsOf } from './asset'
import { useBlockedOrigin } from './blocked'
import styles from './media.module.css'
import { useBroken } from './useBroken'

interface PosterProps {
  asset: Shown
  /** Its width as CSS sizes: "(max-width: 720px) 50vw, 230px". */
  sizes?: string
  /** An aspect ratio to crop it to. */
  ratio?: string
  /** Whether to load it at once, for pictures at the top. */
  eager?: boolean
  className?: string | undefined
  /** Its letter on the page, shown where there is no picture. */
  letter?: string
}

/** The picture of an asset, or its letter and why there is none. */
export function Poster({
  asset,
  sizes = '230px',
  ratio,
  eager = false,
  className,
  letter,
}: PosterProps) {
  const [broken, noteBroken] = useBroken(fileOf(asset))
  const missing = broken || asset.uri === null
  return (
    <span
      className={clsx(styles.media, className)}
      style={{ aspectRatio: ratio ?? ratioOf(asset) }}
    >
      {missing ? (
        <Missing asset={asset} letter={letter} />
      ) : (
        <img
          src={thumbnailOf(asset, 320)}
          srcSet={thumbnailsOf(asset)}
          sizes={sizes}
          alt={asset.name}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          onError={noteBroken}
        />
      )}
    </span>
  )
}

/** Shown instead of a missing picture or clip. */
export function Missing({ asset, letter }: { asset: Shown; letter?: string | undefined }) {
  return (
    <span className={styles.missing} data-missing>
      {letter ? <span className={styles.letter}>{letter}</span> : <Icon name={iconOf(asset)} />}
      <span>{useReason(asset)}</span>
      {asset.uri !== null && (
        <a className="link" href={fileOf(asset)} target="_blank" rel="noreferrer">
          Open the address
        </a>
      )}
    </span>
  )
}

/** Return why an asset can't be shown. */
function useReason(asset: Shown): string {
  const origin = useBlockedOrigin(asset.uri)
  const reachable = useReachable()
  if (origin !== null) return `Blocked: add ${origin} to the setting media_origins`
  if (asset.uri === null) {
    return `No ${mannerOf(asset) === 'clip' ? 'clip' : 'picture'} in the catalogue`
  }
  return reachable ? 'File not found at its address' : 'Loads once Keyart responds'
}

function iconOf(asset: Shown): IconName {
  return mannerOf(asset) === 'clip' ? 'play' : 'image'
}

interface ThumbProps {
  asset: Shown
  /** In pixels. */
  width: number
  ratio?: string
  className?: string | undefined
  /** Its letter on the page, shown where there is no picture. */
  letter?: string | undefined
}

/** A small picture beside a name in tables and charts, hidden from screen readers. */
export function Thumb({ asset, width, ratio, className, letter }: ThumbProps) {
  const [broken, noteBroken] = useBroken(fileOf(asset))
  const shown = asset.uri !== null && !broken
  return (
    <span
      className={clsx(styles.thumb, className)}
      style={{ width, aspectRatio: ratio ?? ratioOf(asset) }}
    >
      {shown ? (
        <img
          src={thumbnailOf(asset, width * 2)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={noteBroken}
        />
      ) : (
        <Instead asset={asset} letter={letter} />
      )}
    </span>
  )
}

/** In a small picture that is missing: a quotation mark for text, else the letter or an icon. */
function Instead({ asset, letter }: { asset: Shown; letter: string | undefined }) {
  if (mannerOf(asset) === 'words') return <span className={styles.quote}>“</span>
  if (letter) return <span className={styles.initial}>{letter}</span>
  return <Icon name={iconOf(asset)} />
}
