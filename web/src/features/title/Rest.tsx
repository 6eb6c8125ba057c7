import { Thumb } from '@/shared/media'
import { Letter, usePortions } from '@/shared/ui'

import styles from './Gallery.module.css'
import type { Card } from './placed'

/** So many are rendered at first, and again whenever the end of them comes near. */
const PORTION = 48

interface RestProps {
  cards: readonly Card[]
  onLarge: (assetId: string) => void
}

/** Assets without figures in this view, and why. */
export function Rest({ cards, onLarge }: RestProps) {
  const { many, end } = usePortions(cards.length, PORTION)
  if (cards.length === 0) return null
  return (
    <div className={styles.rest}>
      <h3>No figures in this view</h3>
      <ul>
        {cards.slice(0, many).map(({ asset, letter, state }) => (
          <li key={asset.assetId}>
            <button type="button" onClick={() => onLarge(asset.assetId)}>
              <Thumb asset={asset} width={36} ratio="1/1" letter={letter} />
              <span className={styles.words}>
                <span className={styles.name}>
                  <Letter outlined>{letter}</Letter> {asset.name}
                </span>
                <span className={styles.why}>
                  {state === 'suppressed'
                    ? 'Too few people to show'
                    : 'No impressions in this view'}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {many < cards.length && <div ref={end} />}
    </div>
  )
}
