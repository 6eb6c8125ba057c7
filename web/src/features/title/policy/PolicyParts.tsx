import { Section } from '@/shared/ui'
import type { Asset } from '../head'
import { Blocked } from './Blocked'
import { Exploring } from './Exploring'
import { Groups } from './Groups'
import { Guardrails } from './Guardrails'
import type { Policy } from './policy'
import { PolicyLine } from './PolicyLine'
import styles from './PolicyView.module.css'
import { headingOf } from './words'
import { Worth } from './Worth'

/** A policy, with the assets of its title. */
export interface Found {
  policy: Policy
  /** The share of people who explore, as it is set. */
  explore: number
  letterOf: (asset: string) => string
  assetOf: (asset: string) => Asset | undefined
}

interface PolicyPartsProps extends Found {
  onExplore: (explore: number) => void
}

/** The policy as a line of pictures, and the evidence for it. */
export function PolicyParts({ onExplore, ...found }: PolicyPartsProps) {
  const { title, lead } = headingOf(found.policy)
  const guarded = found.policy.rules.concat(found.policy.otherwise)
  const sides = [
    guarded.some(({ guardrails }) => guardrails.length > 0) && (
      <Guardrails key="guardrails" {...found} />
    ),
    found.policy.blocked.length > 0 && <Blocked key="blocked" {...found} />,
  ].filter(Boolean)
  const grouped = found.policy.personalised && found.policy.groups.length > 0
  return (
    <>
      <div className={styles.part}>
        <Section title={title} lead={lead}>
          <PolicyLine {...found} />
        </Section>
      </div>
      <div className={`two ${styles.row}`}>
        <Worth {...found} />
        <Exploring {...found} onExplore={onExplore} />
      </div>
      {sides.length > 0 && (
        <div className={`${sides.length > 1 ? 'two even' : ''} ${styles.row}`}>{sides}</div>
      )}
      {grouped && (
        <div className={styles.row}>
          <Groups {...found} />
        </div>
      )}
    </>
  )
}
