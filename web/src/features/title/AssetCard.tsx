import clsx from 'clsx'
import { memo, useRef, useState } from 'react'
import { TakeMenu } from '@/shared/charts/export/TakeMenu'
import type { Origin } from '@/shared/figure'
import { mannerOf, ratioOf } from '@/shared/media'
import { Letter, Skeleton, SkeletonLines, Badge } from '@/shared/ui'
import styles from './AssetCard.module.css'
import { CardFigures } from './CardFigures'
import { CardMedia } from './CardMedia'
import { anchorOf, isWide } from './lineup'
import type { Card } from './placed'
import type { Measure } from './state'
import type { Judgement } from './judged'

export interface CardProps {
  card: Card
  measure: Measure
  domain: readonly [number, number]
  /** The measure over time, and how many steps are complete. */
  course: { values: readonly (number | null)[]; complete: number } | null
  origin: Origin | null
  picked: boolean
  /** Whether a link points at it. */
  named: boolean
  /** Whether another asset can be picked. */
  pickable: boolean
  onPick: (assetId: string) => void
  onLarge: (assetId: string) => void
}

/** An asset with its figure, its interval on the page's scale, its norm and its judgements. */
export const AssetCard = memo(function AssetCard(props: CardProps) {
  const { card, picked, named } = props
  const { asset, letter, state, judged } = card
  const self = useRef<HTMLElement>(null)
  const [second, setSecond] = useState<number | null>(null)
  return (
    <article
      ref={self}
      id={anchorOf(asset.assetId)}
      data-card={asset.assetId}
      data-manner={mannerOf(asset)}
      data-wide={isWide(ratioOf(asset)) || undefined}
      data-tone={judged.tone}
      data-named={named || undefined}
      className={clsx(styles.card, picked && styles.picked)}
      aria-label={asset.name}
    >
      <CardMedia {...props} onTime={setSecond} />
      <header className={styles.name}>
        <Letter>{letter}</Letter>
        <h3>{asset.name}</h3>
        <span className={styles.about}>{asset.tags[0]}</span>
        {state === 'shown' && (
          <span className={styles.take} data-export="no">
            <TakeMenu part={self} name={asset.name} />
          </span>
        )}
      </header>
      {state === 'waiting' ? <Awaited /> : <CardFigures {...props} second={second} />}
      <Why judgements={judged.judgements} />
    </article>
  )
})

function Awaited() {
  return (
    <div className={styles.awaited}>
      <Skeleton width="42%" height="24px" />
      <SkeletonLines lines={3} />
    </div>
  )
}

/** The judgements of an asset, each with its reason. */
function Why({ judgements }: { judgements: readonly Judgement[] }) {
  return judgements.map(({ badge, word, reason }) => (
    <div key={badge} className={styles.why}>
      <Badge kind={badge}>{word}</Badge>
      <p>{reason}</p>
    </div>
  ))
}
