import { graphql, useAsk } from '@/shared/api'
import { number, THIN } from '@/shared/format'

const SMALLEST = graphql(`
  query SmallestCell {
    smallestCell
  }
`)

/** Load the number of people below which figures are hidden; null while loading. */
export function useSmallestCell(): number | null {
  return useAsk(SMALLEST, {}).data?.smallestCell ?? null
}

/** Return the text instead of a hidden number of people: "< 50". */
export function fewer(least: number | null): string {
  return least === null ? 'too few' : `<${THIN}${number(least)}`
}

/** Return why a number of people is hidden. */
export function whyFewer(least: number | null): string {
  const few = least === null ? 'Too few people' : `Under ${number(least)} people`
  return `${few}: hidden to protect their privacy.`
}
