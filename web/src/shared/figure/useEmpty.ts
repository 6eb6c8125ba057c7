import { graphql, useAsk } from '@/shared/api'

const EMPTY = graphql(`
  query EmptyMeasures {
    emptyMeasures
  }
`)

const NONE: readonly string[] = []

/**
 * Load which measures the store's events can't give; none while loading.
 *
 * Such a measure is neither offered nor shown: a column of zeros misleads.
 */
export function useEmpty(): (measure: string) => boolean {
  const names = useAsk(EMPTY, {}).data?.emptyMeasures ?? NONE
  return (measure) => names.includes(measure)
}

/** Load whether the store's events can give all measures that an address of Questions asks for. */
export function useAnswerable(): (address: string) => boolean {
  const isEmpty = useEmpty()
  return (address) => !measuresIn(address).some(isEmpty)
}

function measuresIn(address: string): string[] {
  const query = new URLSearchParams(address.slice(address.indexOf('?') + 1))
  return query.get('measures')?.split(',') ?? []
}
