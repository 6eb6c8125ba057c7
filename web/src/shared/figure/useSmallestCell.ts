import { graphql, useAsk } from '@/shared/api'
import { number, THIN } from '@/shared/format'

const SMALLEST = graphql(`
  query SmallestCell {
    smallestCell
  }
`)

/** How few people figures are not shown about; null until that is known. */
export function useSmallestCell(): number | null {
  return useAsk(SMALLEST, {}).data?.smallestCell ?? null
}

/** In place of a number of people that is not shown: "< 50". */
export function fewer(least: number | null): string {
  return least === null ? 'too few' : `<${THIN}${number(least)}`
}

/** Why a number of people is not shown. */
export function whyFewer(least: number | null): string {
  const few = least === null ? 'Too few people' : `Under ${number(least)}`
  return `${few}: not shown, so nobody can be singled out.`
}
