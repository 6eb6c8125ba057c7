import styles from '../TitleHeader.module.css'
import type { Policy } from './policy'
import { emphasised } from './words'

/** The decision in the service's own words, names and the gain emphasised. */
export function Answer({ policy }: { policy: Policy }) {
  return (
    <p>
      {emphasised(policy.sentence).map(({ text, tone }, n) =>
        tone ? (
          <b key={n} className={styles[tone]}>
            <bdi>{text}</bdi>
          </b>
        ) : (
          text
        ),
      )}
    </p>
  )
}
