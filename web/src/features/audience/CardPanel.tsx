import { day, listed, number, percent, time } from '@/shared/format'
import { ErrorMessage, Loading, Panel, SkeletonLines } from '@/shared/ui'

import { type Card, useCard } from './asking'
import styles from './CardPanel.module.css'

/** What whoever uses an affinity should know of how it was made. */
export function CardPanel() {
  const { data, error, refetch } = useCard(true)
  const card = data?.affinityCard
  if (data && !card) return null
  return (
    <Panel
      title="Model card"
      lead={card ? `Fit ${number(card.fit)}, made ${time(card.fitted)}.` : 'How it was made.'}
      foot={card && <span>{card.method.replace(/ docs\/\S+ has the details\./, '')}</span>}
    >
      {error && !card && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!card && !error && (
        <>
          <Loading what="The model card" />
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
        <dt>Learnt from</dt>
        <dd>
          {number(card.plays)} plays of {number(card.titles)} titles, {day(card.since)} to{' '}
          {day(card.until)}
        </dd>
        <dt>Who has one</dt>
        <dd>
          {people(card.withAffinity)} profiles are in one or more of {number(card.affinities)};{' '}
          {people(card.tooLittle)} have watched too little, {people(card.without)} have none
        </dd>
        <dt>Left alone</dt>
        <dd>{people(card.protected)} profiles of children, and of who did not agree</dd>
        <dt>How good</dt>
        <dd>
          {heldOut
            ? `${percent(heldOut.recall, 0)} of what ${number(heldOut.profiles)} unseen profiles watched later is among 20 titles foretold; the most popular 20 have ${percent(heldOut.recallByPopularity, 0)}`
            : 'Too little was watched to tell.'}
        </dd>
        <dt>Sensitive</dt>
        <dd>
          {listed(card.sensitive)} neither name nor define a taste; {number(card.withheld)} withheld
        </dd>
      </dl>
      <div>
        <h3 className={styles.not}>Not to be used</h3>
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
