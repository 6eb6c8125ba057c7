import { Link } from 'wouter'

import { Section } from '@/shared/ui'

import { SAMPLES } from './samples'
import styles from './Samples.module.css'

/** Questions to begin with. */
export function Samples() {
  return (
    <Section title="Begin with a question" lead="Each is a link: change it, or ask your own above.">
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
