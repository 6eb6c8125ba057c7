import { nameOf } from '@/shared/expression'
import { Link } from 'wouter'

import { count, listed, number } from '@/shared/format'
import { Term } from '@/shared/glossary'
import { places } from '@/shared/url'

import type { Audience, Card } from './asking'
import { kindOf } from './choosing'

interface AnswerProps {
  audiences: readonly Audience[]
  card: Card | null
}

/** The audiences of the store in a sentence or two. */
export function Answer({ audiences, card }: AnswerProps) {
  const of = (kind: string) => audiences.filter((one) => kindOf(one) === kind)
  const [tastes, segments, lists] = [of('affinity'), of('segment'), of('list')]
  const counts = [
    tastes.length > 0 && count(tastes.length, 'taste'),
    segments.length > 0 && count(segments.length, 'segment'),
    lists.length > 0 && count(lists.length, 'uploaded list'),
  ].filter((said) => said !== false)
  const [largest] = [...tastes].sort((a, b) => (b.profiles ?? 0) - (a.profiles ?? 0))
  return (
    <p>
      {listed(counts)}.{' '}
      {largest?.profiles && (
        <>
          The largest taste is{' '}
          <Link href={places.audience(largest.name)}>
            <b>{nameOf(largest)}</b>
          </Link>
          , with {number(largest.profiles)} profiles.{' '}
        </>
      )}
      {(card ?? tastes.length === 0) && <Without card={card} />}
    </p>
  )
}

/** Why some profiles have no affinity. */
function Without({ card }: { card: Card | null }) {
  if (!card) {
    return (
      <>
        No <Term word="affinity">affinities</Term> yet: <code>keyart audiences fit</code> infers
        them from what people watch.
      </>
    )
  }
  const none = (card.without ?? 0) + (card.tooLittle ?? 0)
  return (
    <>
      A profile can have several <Term word="affinity">tastes</Term>, or none if it has watched too
      little{none > 0 && ` (${number(none)})`}.
    </>
  )
}
