import { Link } from 'wouter'
import { useAnswerable } from '@/shared/figure'
import { Section } from '@/shared/ui'
import styles from './Samples.module.css'
import type { QuestionState } from './state'

/** A sample question that any store can answer, as a link. */
interface Sample {
  /** The question in words. */
  question: string
  /** What the answer shows. */
  use: string
  href: string
}

const PATH = '/questions'

function sample(question: string, use: string, query: string): Sample {
  return { question, use, href: `${PATH}?${query}` }
}

const SAMPLES: readonly Sample[] = [
  sample(
    'Which artwork has the highest take rate?',
    'Random impressions only, so that assets are comparable',
    'measures=take_rate,reach,completion_rate&by=asset&having=reach:1000..&where=asset_type:artwork;phase:explore',
  ),
  sample(
    'Which assets lead to short plays?',
    'A high share of short plays is a sign of clickbait',
    'measures=short_play_rate,take_rate,plays&by=asset&having=plays:200..',
  ),
  sample(
    'Is the take rate stable from week to week?',
    'Random impressions compared with those chosen by a model',
    'measures=title_take_rate,title_reach&by=phase&grain=week',
  ),
  sample(
    'Which taste watches which genre?',
    'Take rate by taste and genre; people count once per title',
    'measures=title_take_rate,title_reach&by=audience:affinity,genre',
  ),
  sample(
    'Which countries have the highest take rate?',
    'Rates with intervals, so that small countries don’t mislead',
    'measures=title_take_rate,title_reach,frequency&by=country',
  ),
  sample(
    'How fast does viewing decline after launch?',
    'Hours viewed by days since launch',
    'measures=hours_viewed,active_profiles&by=days_since_launch',
  ),
  sample(
    'Which trailers hold attention?',
    'Of people who watched 3 seconds, the share who stayed for 15',
    'measures=hold_rate,hook_rate,impressions&by=asset&having=impressions:1000..&where=asset_type:video',
  ),
  sample(
    'What is watched on which device?',
    'Hours by genre and device, all plays',
    'measures=hours_viewed,active_profiles&by=genre,device',
  ),
]

/** Return whether an address has no question yet. */
export function isBlank({ measures }: QuestionState): boolean {
  return measures.length === 0
}

/** Sample questions. */
export function Samples() {
  const isAnswerable = useAnswerable()
  const samples = SAMPLES.filter(({ href }) => isAnswerable(href))
  return (
    <Section title="Sample questions" lead="Open one and edit it, or build your own above.">
      <ul className={styles.samples}>
        {samples.map(({ question, use, href }) => (
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
