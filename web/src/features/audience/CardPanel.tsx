import { day, listed, number, percent, time } from '@/shared/format'
import { ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'

import { type Card, useCard } from './asking'
import styles from './CardPanel.module.css'

/** The model card of affinities: how they are made, and their limits. */
export function CardPanel() {
  const { data, error, refetch } = useCard(true)
  const card = data?.affinityCard
  if (data && !card) return null
  return (
    <Panel
      title="Model card"
      lead={
        card
          ? `Version ${number(card.fit)}, from ${time(card.fitted)}.`
          : 'How tastes are inferred.'
      }
      foot={card && <span>{card.method.replace(/ \S*docs\/\S+ [^.]*\./, '')}</span>}
    >
      {error && !card && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!card && !error && (
        <>
          <Loading what="model card" />
          <SkeletonLines lines={5} />
        </>
      )}
      {card && <Facts card={card} />}
    </Panel>
  )
}

function Facts({ card }: { card: Card }) {
  const { heldOut } = card
  return (
    <div className={styles.sides}>
      <dl className={styles.facts}>
        <dt>Training data</dt>
        <dd>
          {number(card.plays)} plays of {number(card.titles)} titles, {day(card.since)} to{' '}
          {day(card.until)}
        </dd>
        <dt>Coverage</dt>
        <dd>
          {people(card.withAffinity)} profiles are in at least one of {number(card.affinities)}{' '}
          tastes; {people(card.tooLittle)} have watched too little, {people(card.without)} match
          none
        </dd>
        <dt>Excluded</dt>
        <dd>{people(card.protected)} profiles of children, and of people without consent</dd>
        <dt>Accuracy</dt>
        <dd>
          {heldOut
            ? `20 predicted titles cover ${percent(heldOut.recall, 0)} of what ${number(heldOut.profiles)} held-out profiles watched later; the 20 most popular cover ${percent(heldOut.recallByPopularity, 0)}`
            : 'Not enough viewing to measure.'}
        </dd>
        <dt>Sensitive topics</dt>
        <dd>
          {listed(card.sensitive)} never name or define a taste; {number(card.withheld)} withheld
        </dd>
      </dl>
      <div>
        <h3 className={styles.not}>Do not use</h3>
        <ul className={styles.list}>
          {card.mustNotBeUsed.map((use) => (
            <li key={use}>{use}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function people(profiles: number | null): string {
  return profiles === null ? 'very few' : number(profiles)
}
