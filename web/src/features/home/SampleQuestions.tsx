import { Link } from 'wouter'

import { Icon, Section } from '@/shared/ui'
import { places } from '@/shared/url'

import styles from './SampleQuestions.module.css'

/** A question that any store can answer, as the page of questions has it in its address. */
const SAMPLES = [
  [
    'In which countries do people take what they are shown?',
    'measures=title_take_rate,title_reach&by=country&order=-title_take_rate',
  ],
  [
    'Which kinds of artwork win plays, and which keep viewers?',
    'measures=title_take_rate,completion_rate,title_reach&by=asset.concept&order=-title_take_rate',
  ],
  ['When was most watched, week by week?', 'measures=hours_viewed,active_profiles&grain=week'],
  [
    'What does each device show, and to how many?',
    'measures=impressions,reach,frequency&by=device&order=-reach',
  ],
  [
    'Which placements lead to plays that last?',
    'measures=title_take_rate,avg_watch_seconds,short_play_rate&by=placement&order=-title_take_rate',
  ],
  [
    'Do chosen assets do better than random ones?',
    'measures=title_take_rate,play_rate,title_reach&by=phase',
  ],
] as const

/** Questions to begin with; each opens to its answer. */
export function SampleQuestions() {
  return (
    <Section
      title="Questions to begin with"
      lead="Each opens to its answer, and can be changed there."
    >
      <ul className={styles.samples}>
        {SAMPLES.map(([words, query]) => (
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
