import { Thumb } from '@/shared/media'
import { Letter } from '@/shared/ui'

import type { Card } from './placed'
import styles from './Rest.module.css'

interface RestProps {
  cards: readonly Card[]
  onLarge: (assetId: string) => void
}

/** Assets without figures in this view, and why. */
export function Rest({ cards, onLarge }: RestProps) {
  if (cards.length === 0) return null
  return (
    <div className={styles.rest}>
      <h3>No figures in this view</h3>
      <ul>
        {cards.map(({ asset, letter, state }) => (
          <li key={asset.assetId}>
            <button type="button" onClick={() => onLarge(asset.assetId)}>
              <Thumb asset={asset} width={36} ratio="1/1" />
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
    </div>
  )
}
