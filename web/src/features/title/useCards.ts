import { type RefObject, useEffect, useState, useRef } from 'react'
import { nextSpot } from '@/shared/charts/kit/reach'
import { type Shortcut, useShortcuts } from '@/shared/keys'
import { type Sort, SORTS } from './state'
import { anchorOf } from './lineup'

interface Does {
  onPick: (assetId: string) => void
  onSort: (sort: Sort) => void
}

/** Where the keyboard focus is: nowhere in particular, in a card, or in another control. */
type Place = 'nowhere' | 'card' | 'elsewhere'

/** Keyboard shortcuts of cards: arrows move, Space plays or enlarges, X picks, 1 to 6 sort. */
export function useCards(gallery: RefObject<HTMLElement | null>, { onPick, onSort }: Does): void {
  const place = usePlace()
  const go = (key: string): Shortcut => ({
    keys: key,
    does: NAMES[key] ?? '',
    run: () => step(gallery.current, key),
  })
  useShortcuts(
    'Cards',
    [
      go('ArrowRight'),
      go('ArrowLeft'),
      {
        keys: 'x',
        does: 'Pick card to compare',
        run: () => {
          const card = here()
          if (card?.dataset.card) onPick(card.dataset.card)
        },
      },
    ],
    place !== 'elsewhere',
  )
  useShortcuts('Cards', [go('ArrowDown'), go('ArrowUp')], place === 'card')
  useShortcuts(
    'Sort',
    SORTS.map((sort, n) => ({
      keys: String(n + 1),
      does: `By ${sort.replaceAll('_', ' ')}`,
      run: () => onSort(sort),
    })),
  )
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowRight: 'Next card',
  ArrowLeft: 'Previous card',
  ArrowDown: 'Card below',
  ArrowUp: 'Card above',
}

function usePlace(): Place {
  const [place, setPlace] = useState<Place>('nowhere')
  useEffect(() => {
    const look = () => setTimeout(() => setPlace(placeOf(document.activeElement)))
    document.addEventListener('focusin', look)
    document.addEventListener('focusout', look)
    return () => {
      document.removeEventListener('focusin', look)
      document.removeEventListener('focusout', look)
    }
  }, [])
  return place
}

function placeOf(focused: Element | null): Place {
  if (focused?.closest('[data-card]')) return 'card'
  return focused === null || focused === document.body || focused.matches('main')
    ? 'nowhere'
    : 'elsewhere'
}

/** Return the focused card. */
function here(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-card]') ?? null
}

/** Focus the picture of the next card in a direction, so that Space enlarges or plays it. */
function step(gallery: HTMLElement | null, key: string): void {
  const cards = [...(gallery?.querySelectorAll<HTMLElement>('[data-card]') ?? [])]
  const from = cards.findIndex((card) => card === here())
  const boxes = cards.map((card) => card.getBoundingClientRect())
  const next = from === -1 ? Math.max(0, boxes.findIndex(isSeen)) : nextSpot(boxes, from, key)
  const card = next === null ? undefined : cards[next]
  const target = card?.querySelector<HTMLElement>('[data-main], video + button, [data-pick]')
  target?.focus({ preventScroll: true })
  card?.scrollIntoView({ block: 'nearest' })
}

/** Return whether the top of a card is in the viewport. */
function isSeen({ top }: DOMRect): boolean {
  return top >= 0 && top < innerHeight
}

/** Scroll once to the asset that a link points at, as soon as its card is ready. */
export function useArrival(asset: string | null, ready: boolean): void {
  const arrived = useRef<string | null>(null)
  useEffect(() => {
    if (asset === null || !ready || arrived.current === asset) return
    arrived.current = asset
    document.getElementById(anchorOf(asset))?.scrollIntoView({ block: 'center' })
  }, [asset, ready])
}
