import { count } from '@/shared/format'
import { Badge, Icon, type IconName, Loading, Skeleton, SkeletonLines } from '@/shared/ui'

import { Actions } from './Actions'
import {
  type ComparisonRequest,
  type Comparison,
  type Guardrail,
  misleading,
  useWithoutMisleading,
} from './comparison'
import { factsOf } from './facts'
import { guardrailSaid, reasonsOf } from './reasons'
import { badgeOf, daysOf, headlineOf } from './verdict'
import styles from './Verdict.module.css'
import type { View } from './view'

const SIGNS: Readonly<Record<Guardrail['state'], IconName>> = {
  HELD: 'check',
  UNSURE: 'wait',
  FAILED: 'close',
}

interface VerdictProps {
  view: View
  request: ComparisonRequest
  /** The names of the compared titles. */
  titles: readonly string[]
}

/** The answer of the page: the verdict in a sentence, its guardrails and key figures. */
export function Verdict({ view, request, titles }: VerdictProps) {
  const { comparison, nameOf, saying } = view
  const without = useWithoutMisleading(comparison, request)
  const rest = [...reasonsOf(comparison, nameOf).map(saying), ...withoutIt(view, without)]
  const headline = headlineOf(comparison, nameOf, saying)
  const badge = badgeOf(comparison)
  const leader = comparison.arms[0]
  const broken = comparison.verdict.kind === 'DONT_TRUST'
  const about = [titles.join(' and '), daysOf(comparison), comparison.exploreOnly && 'Explore only']
  return (
    <section className={styles.verdict} aria-labelledby="verdict">
      <div>
        <p className={styles.kind}>
          <Badge kind={badge.kind}>{badge.words}</Badge>
          <span>{about.filter(Boolean).join(' · ')}</span>
        </p>
        <h1 id="verdict">
          {headline.text}
          {headline.doubt && <span className={styles.doubt}> ({headline.doubt})</span>}
          {headline.rest}
        </h1>
        {!broken && leader && leader.guardrails.length > 0 && (
          <ul className={styles.guards} aria-label={`Guardrails of ${nameOf(leader.asset)}`}>
            {leader.guardrails.map((one) => (
              <li key={one.measure} data-state={one.state}>
                <Icon name={SIGNS[one.state]} />
                {guardrailSaid(one)}
              </li>
            ))}
          </ul>
        )}
        {rest.length > 0 && <p className={styles.rest}>{rest.join(' ')}</p>}
        <Actions view={view} headline={headline} />
      </div>
      <Facts view={view} />
    </section>
  )
}

/** Return the verdict among the others, if one loses viewers. */
function withoutIt({ comparison, nameOf, saying }: View, without: Comparison | null): string[] {
  const left = misleading(comparison)
  if (!left || !without) return []
  const { text, doubt, rest } = headlineOf(without, nameOf, saying)
  return [`Without ${nameOf(left)}: ${text}${doubt ? ` (${doubt})` : ''}${rest}`]
}

function Facts({ view }: { view: View }) {
  return (
    <dl className={styles.facts}>
      {factsOf(view).map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd>{note}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The verdict while it is loading. */
export function VerdictSkeleton({ assets }: { assets: number }) {
  return (
    <div className={styles.skeleton}>
      <Loading what={`comparison of ${count(assets, 'asset')}`} />
      <Skeleton width="180px" height="22px" />
      <Skeleton height="34px" />
      <Skeleton width="70%" height="34px" />
      <SkeletonLines lines={2} />
    </div>
  )
}
