import type { ReactNode } from 'react'

import { Effect, EffectScale } from '@/shared/charts/effect/Effect'
import type { Estimate } from '@/shared/charts/kit/estimate'
import { count, number, percent } from '@/shared/format'
import type { TableColumn } from '@/shared/ui'

import type { Goal } from '../requests'
import { type Scale, toneOf } from '../scale'
import { GOALS } from '../wording'
import styles from './Result.module.css'

/** A column of relative effects on one scale. */
export function effectColumn<Row>(scale: Scale, of: (row: Row) => Estimate): TableColumn<Row> {
  return {
    key: 'effect',
    head: (
      <span className={styles.scale}>
        Relative, {percent(0.95, 0)}
        {scale.ticks.length > 0 && <EffectScale {...scale} />}
      </span>
    ),
    cell: (row) => <Effect effect={of(row)} {...scale} tone={toneOf(of(row))} />,
  }
}

/** Return what a campaign is to raise, as the start of a sentence. */
export function capitalised(goal: Goal): string {
  return GOALS[goal].charAt(0).toUpperCase() + GOALS[goal].slice(1)
}

/** Return how many people got an asset, and how many were held out. */
export function sizes(people: number, heldOut: number): string {
  return `${count(people, 'person', 'people')}, ${number(heldOut)} held out`
}

/** What a chart says, below it. */
export function Words({ fact, children }: { fact: string; children: ReactNode }) {
  return (
    <p className={styles.words}>
      <b>{fact}</b> {children}
    </p>
  )
}
