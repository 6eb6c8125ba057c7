import { count, fixed, percent } from '@/shared/format'

import { type Audience, useTaste } from './asking'
import { isSure } from './describing'
import { useFavourites } from './winning'

interface AnswerProps {
  audience: Audience
  share: number | null
}

/** The highlights of an audience in a sentence or two; the evidence is below. */
export function Answer({ audience, share }: AnswerProps) {
  const taste = useTaste(audience.name, 'tag').data?.exploration.indexes[0]
  const [favourite] = useFavourites(audience)
  return (
    <p>
      {share !== null && (
        <b>
          {count(audience.profiles ?? 0, 'profile')}, {percent(share, 0)} of everybody.
        </b>
      )}{' '}
      {taste && isSure(taste) && taste.index > 100 && (
        <>
          {percent(taste.share, 0)} of their plays are {taste.name}, {fixed(taste.index / 100, 1)}{' '}
          times the average.{' '}
        </>
      )}
      {favourite?.sentence}
    </p>
  )
}
