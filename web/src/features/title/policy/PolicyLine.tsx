import { Link } from 'wouter'

import { capital } from '@/shared/format'
import { Pencil, Poster } from '@/shared/media'
import { Letter } from '@/shared/ui'
import { places } from '@/shared/url'

import { ringedOf, sharesOf, type Step, stepsOf } from './policy'
import styles from './PolicyLine.module.css'
import type { Found } from './PolicyParts'
import { comparedWith, orderOf, peopleOf, perWeek, rateWords, sharesWords } from './words'

/** Who is shown what, from left to right: the first audience that somebody is in counts. */
export function PolicyLine(found: Found) {
  const steps = stepsOf(found.policy)
  return (
    <ol className={styles.line} data-steps={Math.min(steps.length, 3)}>
      {steps.map((step, at) => (
        <Item key={step.audience ?? ''} step={step} at={at} {...found} />
      ))}
    </ol>
  )
}

function Item({ step, at, policy, letterOf, assetOf }: Found & { step: Step; at: number }) {
  const steps = stepsOf(policy)
  const asset = assetOf(step.asset)
  const single = steps.find((one) => one.asset === policy.single)?.name
  return (
    <li className={styles.step}>
      <div className={styles.picture}>
        {asset && <Poster asset={asset} letter={letterOf(step.asset)} sizes="140px" />}
        {step === ringedOf(policy) && <Pencil kind="ring" />}
      </div>
      <div className={styles.words}>
        <p className="sub">{orderOf(at, steps.length)}</p>
        <h3 className={styles.who}>
          {step.audience === null ? (
            capital(step.audienceName)
          ) : (
            <Link href={places.audience(step.audience)} className={styles.audience}>
              {step.audienceName}
            </Link>
          )}
        </h3>
        <p className="sub2">{peopleOf(step, steps.slice(0, at))}</p>
        <p className={styles.asset}>
          <Letter>{letterOf(step.asset)}</Letter>
          <bdi className="strong">{step.name}</bdi>
        </p>
        <p className={styles.rate}>{rateWords(step.rate, policy.reward)}</p>
        <p className="small sub2">
          {comparedWith(step, policy, single ?? assetOf(policy.single)?.name ?? policy.single)}
        </p>
      </div>
      <div className={styles.full}>
        <div className={styles.shares} aria-hidden="true">
          {sharesOf(step).map(([id, share]) => (
            <i key={id} data-chosen={id === step.asset || undefined} style={{ flexGrow: share }} />
          ))}
        </div>
        <p className="small sub num">
          {perWeek(policy, step)} people a week · {sharesWords(step, letterOf)}
        </p>
      </div>
    </li>
  )
}
