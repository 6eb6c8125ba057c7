import { Link } from 'wouter'

import { Section } from '@/shared/ui'

import { SAMPLES } from './samples'
import styles from './Samples.module.css'

/** Sample questions. */
export function Samples() {
  return (
    <Section title="Sample questions" lead="Open one and edit it, or build your own above.">
      <ul className={styles.samples}>
        {SAMPLES.map(({ question, use, href }) => (
          <li key={href}>
            <Link href={href} className={styles.sample}>
              <b>{question}</b>
              <span>{use}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
