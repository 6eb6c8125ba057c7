import clsx from 'clsx'

import { Icon } from '@/shared/ui'

import { fileOf, ratioOf, type Shown, thumbnailOf, thumbnailsOf } from './asset'
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

/** Shown instead of a missing picture. */
export function Missing({ asset, letter }: { asset: Shown; letter?: string | undefined }) {
  return (
    <span className={styles.missing}>
      {letter ? <span className={styles.letter}>{letter}</span> : <Icon name="warning" />}
      <span>
        {asset.uri === null ? 'No picture in the catalogue' : 'File not found at its address'}
      </span>
      {asset.uri !== null && (
        <a className="link" href={fileOf(asset)} target="_blank" rel="noreferrer">
          Open the address
        </a>
      )}
    </span>
  )
}

interface ThumbProps {
  asset: Shown
  /** In pixels. */
  width: number
  ratio?: string
  className?: string | undefined
}

/** A small picture beside a name in tables and charts, hidden from screen readers. */
export function Thumb({ asset, width, ratio, className }: ThumbProps) {
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
        asset.text !== null && <span className={styles.quote}>“</span>
      )}
    </span>
  )
}
