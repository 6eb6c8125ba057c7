import { Link } from 'wouter'

import { fewer, useSmallestCell } from '@/shared/figure'
import { capital, number, percent } from '@/shared/format'
import { Poster, useTitleAssets } from '@/shared/media'
import { Message } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './PlanParts.module.css'
import { PowerCurve } from './PowerCurve'
import type { Campaign, Goal } from './requests'
import { doubtOf, sizesOf } from './planWording'
import { GOALS, groupName, meanWords, peopleWords } from './wording'

/** Of whom a plan consists: the segment, whom caps leave out, and who is left. */
export function Sizes({ campaign }: { campaign: Campaign }) {
  const few = fewer(useSmallestCell())
  const { whole, left, inside } = sizesOf(campaign)
  return (
    <dl className={styles.facts}>
      {left.length > 0 && (
        <>
          <dt>In the segment</dt>
          <dd>{peopleWords(whole, few)}</dd>
        </>
      )}
      {left.map(({ name, people }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{people === null ? few : `−${number(people)}`}</dd>
        </div>
      ))}
      <div className={styles.fact} data-total={left.length > 0 || undefined}>
        <dt>Can be in it</dt>
        <dd>{peopleWords(inside, few)}</dd>
      </div>
      <dt>Get an asset</dt>
      <dd>{peopleWords(campaign.people, few)}</dd>
      <dt>Held out</dt>
      <dd>{peopleWords(campaign.heldOut, few)}</dd>
    </dl>
  )
}

/** Other campaigns with some of the same people. */
export function Overlaps({ campaign }: { campaign: Campaign }) {
  const few = fewer(useSmallestCell())
  const { overlaps } = campaign
  const { inside } = sizesOf(campaign)
  if (overlaps.length === 0) {
    return <p className={styles.note}>No other campaign reaches these people at that time.</p>
  }
  return (
    <>
      <h3 className={styles.head}>Also in other campaigns</h3>
      <ul className={styles.overlaps}>
        {overlaps.map(({ campaign: name, people }) => {
          const share = people === null || inside === null ? null : people / inside
          return (
            <li key={name}>
              <Link href={places.campaign(name)}>{name}</Link>
              <span className="num">
                {peopleWords(people, few)}
                {share !== null && ` · ${percent(share, 0)}`}
              </span>
              <span className={styles.bar} aria-hidden="true">
                <i style={{ width: `${100 * (share ?? 0)}%` }} />
              </span>
            </li>
          )
        })}
      </ul>
      <p className={styles.note}>
        Each campaign holds people out by its own chance, so an overlap doesn’t bias either result.
      </p>
    </>
  )
}

/** Who gets which asset. */
export function Posters({ campaign }: { campaign: Campaign }) {
  const assets = useTitleAssets(campaign.title)
  const few = fewer(useSmallestCell())
  // Those whom nobody is in are not worth a picture.
  const rows = campaign.audiences.filter(({ people }) => people !== 0)
  return (
    <ul className={styles.posters}>
      {rows.map(({ audience, audienceName, asset, assetName, people, rate }) => {
        const shown = assets.get(asset)
        return (
          <li key={audience ?? ''}>
            {shown && <Poster asset={shown} ratio="2/3" sizes="120px" />}
            <b>
              <bdi>{assetName}</bdi>
            </b>
            <span>
              {audience === null ? (
                capital(audienceName)
              ) : (
                <Link href={places.audience(audience)}>{audienceName}</Link>
              )}
              , {peopleWords(people, few)}
            </span>
            {rate !== null && <span className="sub">{percent(rate)} played when shown it</span>}
          </li>
        )
      })}
    </ul>
  )
}

interface PowerProps {
  campaign: Campaign
  /** Whether it has started: then its result says more than what was expected. */
  started?: boolean
}

/** What a plan can show: the smallest effect that would be seen, by share held out. */
export function Power({ campaign, started = false }: PowerProps) {
  const doubt = started ? null : doubtOf(campaign)
  const { power, baseline, primary, expectedViewers } = campaign
  return (
    <>
      {power && <p className={styles.power}>{power}</p>}
      {doubt && (
        <div className={styles.doubt}>
          <Message tone="stale" fact={doubt[0]}>
            {doubt[1]}
          </Message>
        </div>
      )}
      <PowerCurve campaign={campaign} />
      <dl className={styles.facts}>
        <dt>To raise</dt>
        <dd>{GOALS[primary]}</dd>
        <dt>Expected of people held out</dt>
        <dd>{baselineWords(primary, baseline)}</dd>
        {expectedViewers !== null && (
          <>
            <dt>Would play, if everyone saw their asset</dt>
            <dd>at most {number(expectedViewers)}</dd>
          </>
        )}
      </dl>
      <p className={styles.note}>
        The smallest effect is found 4 times in 5, by intervals that hold however often you look.
      </p>
    </>
  )
}

function baselineWords(primary: Goal, baseline: number | null): string {
  if (baseline === null) return 'not known'
  return primary === 'HOURS_VIEWED'
    ? `${meanWords(primary, baseline)} a person`
    : `${percent(baseline)} of them`
}

/** Whom a plan reaches, by group. */
export function Reached({ groups }: Pick<Campaign, 'groups'>) {
  if (groups.length === 0) return null
  return (
    <>
      <h3 className={styles.head}>Whom it reaches</h3>
      <dl className={styles.facts}>
        {groups.map((group) => (
          <div key={groupName(group)} className={styles.fact}>
            <dt>{groupName(group)}</dt>
            <dd>
              {number(group.people)} · {percent(group.share, 0)} of them
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** What else to know of a plan. */
export function Notes({ notes }: Pick<Campaign, 'notes'>) {
  return notes.length > 0 && <p className={styles.note}>{notes.join(' ')}</p>
}
