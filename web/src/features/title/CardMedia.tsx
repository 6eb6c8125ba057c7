import { Clip, mannerOf, Poster, ratioOf, Synopsis } from '@/shared/media'
import { Icon, IconButton } from '@/shared/ui'

import styles from './AssetCard.module.css'
import type { CardProps } from './AssetCard'
import { isWide } from './lineup'

interface CardMediaProps extends CardProps {
  /** Called with the position of a clip while it plays. */
  onTime: (second: number | null) => void
}

/** The asset itself, to pick, play or enlarge. */
export function CardMedia({ card, picked, pickable, onPick, onLarge, onTime }: CardMediaProps) {
  const { asset } = card
  const large = () => onLarge(asset.assetId)
  return (
    <div className={styles.media}>
      <Shown card={card} onLarge={large} onTime={onTime} />
      <button
        type="button"
        className={styles.pick}
        aria-pressed={picked}
        aria-label={`Pick ${asset.name} to compare`}
        disabled={!picked && !pickable}
        data-export="no"
        data-pick
        onClick={() => onPick(asset.assetId)}
      >
        {picked && <Icon name="check" />}
      </button>
      <span className={styles.tools} data-export="no">
        <IconButton icon="fullscreen" label={`Enlarge ${asset.name}`} onClick={large} />
      </span>
    </div>
  )
}

interface ShownProps extends Pick<CardMediaProps, 'card' | 'onTime'> {
  onLarge: () => void
}

function Shown({ card: { asset, letter }, onLarge, onTime }: ShownProps) {
  switch (mannerOf(asset)) {
    case 'words':
      return <Synopsis asset={asset} />
    case 'clip':
      return <Clip asset={asset} letter={letter} onTime={onTime} />
    case 'picture':
      return (
        <button
          type="button"
          className={styles.zoom}
          data-main
          aria-label={`Enlarge ${asset.name}`}
          onClick={onLarge}
        >
          <Poster
            asset={asset}
            letter={letter}
            sizes={
              isWide(ratioOf(asset))
                ? '(max-width: 720px) 92vw, 480px'
                : '(max-width: 720px) 46vw, 240px'
            }
          />
        </button>
      )
  }
}
