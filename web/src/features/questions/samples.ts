import type { QuestionState } from './state'

/** A question that any store can be asked, as a link. */
export interface Sample {
  /** What a person would say. */
  question: string
  /** What the answer is good for. */
  use: string
  href: string
}

const PATH = '/questions'

function sample(question: string, use: string, query: string): Sample {
  return { question, use, href: `${PATH}?${query}` }
}

export const SAMPLES: readonly Sample[] = [
  sample(
    'Which artwork takes the most viewers?',
    'Shown at random only, so that assets compare',
    'measures=take_rate,reach,completion_rate&by=asset&having=reach:1000..&where=asset_type:artwork;phase:explore',
  ),
  sample(
    'What makes people stop after two minutes?',
    'A high share of short plays is how clickbait begins',
    'measures=short_play_rate,take_rate,plays&by=asset&having=plays:200..',
  ),
  sample(
    'Does it hold from week to week?',
    'Before and after a model began to choose',
    'measures=title_take_rate,title_reach&by=phase&grain=week',
  ),
  sample(
    'Which taste takes what?',
    'Each taste beside the genres it is shown; people count once for each title',
    'measures=title_take_rate,title_reach&by=audience:affinity,genre',
  ),
  sample(
    'In which countries are people easy to win?',
    'Rates with their intervals, so that small countries do not mislead',
    'measures=title_take_rate,title_reach,frequency&by=country',
  ),
  sample(
    'How fast does a title age?',
    'Hours viewed by days since launch',
    'measures=hours_viewed,active_profiles&by=days_since_launch',
  ),
  sample(
    'Which trailers hold?',
    'Of those that ran three seconds, who stayed to fifteen',
    'measures=hold_rate,hook_rate,impressions&by=asset&having=impressions:1000..&where=asset_type:video',
  ),
  sample(
    'What is watched where?',
    'Hours by genre and device, every play counted',
    'measures=hours_viewed,active_profiles&by=genre,device',
  ),
]

/** Whether an address asks nothing yet. */
export function isBlank({ measures }: QuestionState): boolean {
  return measures.length === 0
}
