import { HoldCurve } from '@/shared/charts/hold/HoldCurve'
import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { Sparkline } from '@/shared/charts/sparkline/Sparkline'
import { Figure, useEmpty } from '@/shared/figure'
import { measure as wordsOf, number, range } from '@/shared/format'
import { mannerOf } from '@/shared/media'
import { Tip } from '@/shared/ui'

import styles from './AssetCard.module.css'
import type { CardProps } from './AssetCard'
import type { Card } from './placed'
import { unitOf } from './scale'
import type { Measure } from './state'

interface CardFiguresProps extends CardProps {
  /** The position of its clip in seconds, while it plays. */
  second: number | null
}

/** The figures of an asset. */
export function CardFigures(props: CardFiguresProps) {
  const { card, measure, domain, course } = props
  const words = wordsOf(measure)
  if (card.state === 'withheld') return <p className={styles.hidden}>Hidden: broken test.</p>
  return (
    <>
      <MainFigure {...props} />
      <IntervalBar
        name={`${words.label} of ${card.asset.name}`}
        estimate={card.estimate}
        unit={unitOf(measure)}
        domain={domain}
        norm={card.norm}
        tone={card.judged.tone}
      />
      {card.standing && <Standing standing={card.standing} />}
      {mannerOf(card.asset) === 'clip' && <Held card={card} second={props.second} />}
      <Parts card={card} measure={measure} origin={props.origin} />
      {course && (
        <div className={styles.course} data-course>
          <Sparkline
            name={`${words.label} of ${card.asset.name} over time`}
            values={course.values}
            unit={unitOf(measure)}
            complete={course.complete}
            tone={card.judged.tone}
          />
        </div>
      )}
    </>
  )
}

/** What the figures of a card count, in words. */
const EXPOSURES = { first: 'by first exposure', all: 'all exposures' } as const

function MainFigure({ card: { figures, asset, exposures }, measure, origin }: CardProps) {
  const words = wordsOf(measure)
  const { value, low, high } = figures.estimate(measure)
  const parts = partsOf(measure, figures.value)
  return (
    <div className={styles.figure}>
      <Figure
        value={words.value(value)}
        range={range(low, high, words.figure)}
        measure={measure}
        of={asset.name}
        {...(parts && { parts })}
        interval={`95% interval ${range(low, high, words.figure)}`}
        origin={origin}
      />
      {exposures && <small className={styles.exposures}>{EXPOSURES[exposures]}</small>}
    </div>
  )
}

/** Return the counts behind a rate: 385 / 6,291. */
function partsOf(measure: Measure, value: (name: string) => number | null): string | null {
  const over: Partial<Record<Measure, readonly [string, string]>> = {
    take_rate: ['viewers', 'reach'],
    completion_rate: ['completions', 'completion_known'],
  }
  const names = over[measure]
  if (names?.some((name) => value(name) === null)) return null
  return names ? names.map((name) => number(value(name))).join(' / ') : null
}

function Standing({ standing }: { standing: NonNullable<Card['standing']> }) {
  return (
    <p className={styles.standing}>
      <Tip tip={standing.sentence}>
        <button type="button">
          <b>{standing.place}</b> of {standing.among}
        </button>
      </Tip>
    </p>
  )
}

const HOOK = 3
const HOLD = 15

/** How many still watch a clip at 3 and at 15 seconds. */
function Held({ card: { figures }, second }: Pick<CardFiguresProps, 'card' | 'second'>) {
  const [hook, hold] = [figures.value('hook_rate'), figures.value('hold_rate')]
  if (hook === null || hold === null) return null
  const shares = [
    { second: 0, share: 1 },
    { second: HOOK, share: hook },
    { second: HOLD, share: hook * hold },
  ]
  return (
    <div className={styles.held}>
      <HoldCurve length={HOLD} shares={shares} hook={HOOK} playhead={second} />
    </div>
  )
}

/** Three figures below: reach, viewers and completion. */
function Parts({
  card: { figures, asset, exposures },
  measure,
  origin,
}: Pick<CardProps, 'card' | 'measure' | 'origin'>) {
  const isEmpty = useEmpty()
  const third = measure === 'completion_rate' ? 'take_rate' : 'completion_rate'
  return (
    <dl className={styles.parts}>
      {['reach', 'viewers', third]
        .filter((name) => !isEmpty(name))
        .map((name) => {
          const { low, high } = figures.estimate(name)
          const words = wordsOf(name)
          const label = name === 'reach' && exposures === 'first' ? 'People' : words.label
          return (
            <div key={name}>
              <dt>{label}</dt>
              <dd>
                <Figure
                  size="text"
                  value={words.value(figures.value(name))}
                  measure={name}
                  of={asset.name}
                  {...(low !== null && {
                    interval: `95% interval ${range(low, high, words.figure)}`,
                  })}
                  origin={origin}
                />
              </dd>
            </div>
          )
        })}
    </dl>
  )
}
