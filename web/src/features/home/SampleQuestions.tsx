import { Link } from 'wouter'

import { useAnswerable } from '@/shared/figure'
import { Icon, Section } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './SampleQuestions.module.css'

/** Questions that any store can answer, with the query of the questions page. */
const SAMPLES = [
  [
    'Which countries have the highest take rate?',
    'measures=title_take_rate,title_reach&by=country&order=-title_take_rate',
  ],
  [
    'Which kinds of artwork win plays, and which keep viewers?',
    'measures=title_take_rate,completion_rate,title_reach&by=asset.concept&order=-title_take_rate',
  ],
  ['How much is watched each week?', 'measures=hours_viewed,active_profiles&grain=week'],
  [
    'How many people does each device reach, and how often?',
    'measures=impressions,reach,frequency&by=device&order=-reach',
  ],
  [
    'Which placements lead to longer plays?',
    'measures=title_take_rate,avg_watch_seconds,short_play_rate&by=placement&order=-title_take_rate',
  ],
  [
    'Do assets chosen by a model beat random ones?',
    'measures=title_take_rate,play_rate,title_reach&by=phase',
  ],
] as const

/** Sample questions; each opens with its answer. */
export function SampleQuestions() {
  const isAnswerable = useAnswerable()
  const samples = SAMPLES.filter(([, query]) => isAnswerable(query))
  return (
    <Section title="Sample questions" lead="Each opens with its answer. Edit it from there.">
      <ul className={styles.samples}>
        {samples.map(([words, query]) => (
          <li key={query}>
            <Link href={`${places.questions}?${query}`}>
              <Icon name="questions" />
              <span>{words}</span>
              <Icon name="right" />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
