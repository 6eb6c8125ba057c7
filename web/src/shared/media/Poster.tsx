import clsx from 'clsx'
import { useState } from 'react'

import { Icon } from '@/shared/ui'

import { fileOf, ratioOf, type Shown, thumbnailOf, thumbnailsOf } from './asset'
import styles from './media.module.css'

interface PosterProps {
  asset: Shown
  /** How wide it is drawn, as CSS sizes: "(max-width: 720px) 50vw, 230px". */
  sizes?: string
  /** Another shape than its own; it is cropped then. */
  ratio?: string
  /** For the first ones in sight. */
  eager?: boolean
  className?: string | undefined
}

/** An asset's picture, or why there is none. */
export function Poster({ asset, sizes = '230px', ratio, eager = false, className }: PosterProps) {
  const [failed, setFailed] = useState<string | null>(null)
  const missing = failed === asset.assetId || asset.uri === null
  return (
    <span
      className={clsx(styles.media, className)}
      style={{ aspectRatio: ratio ?? ratioOf(asset) }}
    >
      {missing ? (
        <Missing asset={asset} />
      ) : (
        <img
          src={thumbnailOf(asset, 320)}
          srcSet={thumbnailsOf(asset)}
          sizes={sizes}
          alt={asset.name}
          loading={eager ? 'eager' : 'lazy'}
          decoding="async"
          onError={() => setFailed(asset.assetId)}
        />
      )}
    </span>
  )
}

/** In place of a picture that is not there. */
export function Missing({ asset }: { asset: Shown }) {
  return (
    <span className={styles.missing}>
      <Icon name="warning" />
      <span>
        {asset.uri === null ? 'No file is on record.' : 'The file is not where the catalogue says.'}
      </span>
      {asset.uri !== null && (
        <a className="link" href={fileOf(asset)} target="_blank" rel="noreferrer">
          Check the address
        </a>
      )}
    </span>
  )
}

/** In place of an asset that too few people met: its picture would say who they are. */
export function SuppressedMedia({ ratio = '2/3', least }: { ratio?: string; least?: number }) {
  return (
    <span className={clsx(styles.media, styles.sup)} style={{ aspectRatio: ratio }}>
      <Icon name="user" />
      {least === undefined ? 'Too few people' : `Under ${least} people`}
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

/** A small picture beside a name in tables and charts; the name says it all to who listens. */
export function Thumb({ asset, width, ratio, className }: ThumbProps) {
  const [failed, setFailed] = useState(false)
  const shown = asset.uri !== null && !failed
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
          onError={() => setFailed(true)}
        />
      ) : (
        asset.text !== null && <span className={styles.quote}>“</span>
      )}
    </span>
  )
}
