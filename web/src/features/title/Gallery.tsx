import { useCallback, useRef } from 'react'
import { words } from '@/shared/format'
import { useShortcuts } from '@/shared/keys'
import { Empty, IconButton, Section, Segmented, SkeletonCard, usePortions } from '@/shared/ui'
import type { SetState } from '@/shared/url'
import { AssetCard, type CardProps } from './AssetCard'
import styles from './Gallery.module.css'
import { GalleryTable } from './GalleryTable'
import type { Card, Placed } from './placed'
import { Rest } from './Rest'
import { SortBy } from './SortBy'
import type { VIEW } from './state'
import { useArrival, useCards } from './useCards'
import type { Known, Scope, View } from './useTitle'
import { kindName } from '@/shared/media'

interface GalleryProps {
  scope: Scope
  placed: Placed
  known: Known
  view: View
  setView: SetState<typeof VIEW>
}

const MOST_PICKED = 6

/** With at least this many artworks, other types are in a column beside them, if it is not longer. */
const BESIDE = 3
const ROW = 4

/** So many cards are rendered at first, and again whenever the end of them comes near. */
const PORTION = 48

/** Up to this many fit in one row of larger cards. */
const MOST_LARGE = 4

/** All assets of the title as cards, sorted. */
export function Gallery({ scope, placed, known, view, setView }: GalleryProps) {
  const self = useRef<HTMLDivElement>(null)
  const { picked } = view
  const onPick = useCallback(
    (id: string) => {
      const without = picked.filter((one) => one !== id)
      if (without.length < picked.length) setView({ picked: without })
      else if (picked.length < MOST_PICKED) setView({ picked: [...picked, id] })
    },
    [picked, setView],
  )
  const onLarge = useCallback((large: string) => setView({ large }), [setView])
  useArrival(view.asset, known.figures !== null)
  useCards(self, { onPick, onSort: (sort) => setView({ sort }) })
  const cardOf = (card: Card) => (
    <AssetCard
      key={card.asset.assetId}
      {...propsOf(card, { placed, known, view })}
      onPick={onPick}
      onLarge={onLarge}
    />
  )
  const [main, side] = columnsOf(placed.cards, view.type)
  const arrived = main.findIndex(({ asset }) => asset.assetId === view.asset) + 1
  const { many, end } = usePortions(main.length, PORTION, arrived)
  const rows = Math.ceil(main.length / ROW)
  const beside = side.length > 0 && main.length >= BESIDE && side.length <= 2 * rows + 1
  const rest = <Rest cards={placed.rest} onLarge={onLarge} />
  const none = known.figures !== null && placed.cards.length === 0
  const hidden = placed.rest.some(({ state }) => state === 'suppressed')
  return (
    <Section title="Gallery" actions={<Controls {...{ placed, view, setView }} />}>
      {none && (
        <Empty fact={hidden ? 'Too few people per asset to show.' : 'No impressions in this view.'}>
          Widen the dates, the audience or the other filters to see figures.
        </Empty>
      )}
      {view.cards === 'table' ? (
        <GalleryTable placed={placed} scope={scope} />
      ) : (
        <div ref={self} className={styles.gallery} data-sided={beside || undefined}>
          <div>
            <div
              className={styles.main}
              data-many={(side.length === 0 && main.length > MOST_LARGE) || undefined}
            >
              {main.slice(0, many).map(cardOf)}
            </div>
            {many < main.length && <div ref={end} />}
            {beside && rest}
          </div>
          {side.length > 0 && (
            <div className={beside ? styles.side : styles.below}>{side.map(cardOf)}</div>
          )}
        </div>
      )}
      {known.figures === null && placed.cards.length === 0 && <SkeletonCard />}
      {(!beside || view.cards === 'table') && rest}
    </Section>
  )
}

interface Around {
  placed: Placed
  known: Known
  view: View
}

function propsOf(
  card: Card,
  { placed, known, view }: Around,
): Omit<CardProps, 'onPick' | 'onLarge'> {
  const { picked } = view
  const values = known.courses?.of(card.asset.assetId)
  return {
    card,
    measure: placed.measure,
    domain: placed.domain,
    course:
      values && known.courses
        ? { values: values.map(({ value }) => value), complete: known.courses.complete }
        : null,
    origin: known.origin,
    picked: picked.includes(card.asset.assetId),
    named: view.asset === card.asset.assetId,
    pickable: picked.length < MOST_PICKED,
  }
}

/** Return artwork and, if all types are shown, the other types beside it. */
function columnsOf(cards: readonly Card[], type: string): [readonly Card[], readonly Card[]] {
  const artwork = cards.filter(({ asset }) => asset.assetType === 'artwork')
  if (type !== '' || artwork.length === 0 || artwork.length === cards.length) return [cards, []]
  return [artwork, cards.filter((card) => !artwork.includes(card))]
}

function Controls({ placed, view, setView }: Pick<GalleryProps, 'placed' | 'view' | 'setView'>) {
  const { types } = placed
  const all = types.reduce((sum, { count }) => sum + count, 0)
  const turn = () => setView({ cards: view.cards === 'table' ? '' : 'table' })
  useShortcuts('This page', [{ keys: 't', does: 'Switch between cards and table', run: turn }])
  const options = types.map(({ type, count }) => ({
    value: type,
    label: words(kindName(type, 2)),
    count,
  }))
  return (
    <>
      {types.length > 1 && (
        <Segmented
          label="Type"
          options={[{ value: '', label: 'All', count: all }, ...options]}
          value={view.type}
          onChange={(type) => setView({ type })}
        />
      )}
      <SortBy sort={view.sort} onChange={(sort) => setView({ sort })} />
      <IconButton
        icon={view.cards === 'table' ? 'image' : 'table'}
        label={view.cards === 'table' ? 'Show as cards' : 'Show as table'}
        kbd="T"
        onClick={turn}
      />
    </>
  )
}
