import { INTERVAL } from '@/shared/figure'
import { graphql, type ResultOf, useAsk } from '@/shared/api'
import { type Filters, narrowed } from '@/shared/filters'

import type { Compare } from './state'

const COMPARISON = graphql(
  `
    query Comparison($ask: ComparisonInput!) {
      compare(ask: $ask) {
        verdict {
          kind
          asset
          sentence
          reasons
          daysLeft
        }
        measure
        basis
        level
        margin
        arms {
          asset
          name
          title
          people
          waiting
          rate {
            ...Bounds
          }
          adjusted {
            ...Bounds
          }
          weighted {
            ...Bounds
          }
          best
          expectedLoss
          progress
          needsData
          ruledOut
          guardrails {
            measure
            state
            margin
            ratio {
              ...Bounds
            }
            rate {
              ...Bounds
            }
          }
        }
        differences {
          asset
          other
          beyondChance
          simultaneous
          difference {
            ...Bounds
          }
          ratio {
            ...Bounds
          }
        }
        audiences {
          audience
          name
          people
          best
          probability
          loss
          rates
          differs
          effects {
            key
            value {
              ...Bounds
            }
          }
        }
        suppressed
        support {
          peopleLeftOut
        }
        allocation {
          assets
          expected
          seen
          p
          broken
          slices {
            dimension
            value
            people
            shares
          }
        }
        mixes {
          dimension
          p
        }
        reversals
        overlap {
          within
          later
        }
        path {
          day
          people
          alwaysValid {
            ...Bounds
          }
          fixed {
            ...Bounds
          }
        }
        test
        exploreOnly
        firstDay
        lastDay
        notes
        completeUntil
        version
      }
    }
  `,
  [INTERVAL],
)

export type Comparison = NonNullable<ResultOf<typeof COMPARISON>['compare']>
export type Arm = Comparison['arms'][number]
export type Guardrail = Arm['guardrails'][number]
export type InAudience = Comparison['audiences'][number]

/** A request for a comparison: assets, filters, and how to decide. */
export interface ComparisonRequest {
  assets: readonly string[]
  state: Pick<Compare, 'against' | 'measure' | 'guard'>
  filters: Filters
}

/** Return the input of the graph for a request. */
export function inputOf({ assets, state, filters }: ComparisonRequest) {
  const { against, measure, guard } = state
  return {
    assets: [...assets],
    measure,
    guardrails: [...guard],
    baseline: against !== null && assets.includes(against) ? against : null,
    ...narrowed(filters),
  }
}

interface Options {
  enabled?: boolean
  /** Changes of the input: another measure, no audiences. */
  more?: Partial<ReturnType<typeof inputOf>> & { audiences?: string[]; crossover?: string }
}

/** Load a comparison, null where too few people saw an asset; the previous one stays meanwhile. */
export function useComparison(
  request: ComparisonRequest,
  { enabled = true, more = {} }: Options = {},
) {
  return useAsk(COMPARISON, { ask: { ...inputOf(request), ...more } }, { enabled, keep: true })
}

/** Return a comparison without guardrails that the store's events can't give. */
export function withoutEmpty(
  comparison: Comparison,
  isEmpty: (measure: string) => boolean,
): Comparison {
  if (!comparison.arms.some(({ guardrails }) => guardrails.some((one) => isEmpty(one.measure))))
    return comparison
  const arms = comparison.arms.map((arm) => ({
    ...arm,
    guardrails: arm.guardrails.filter((one) => !isEmpty(one.measure)),
  }))
  return { ...comparison, arms }
}

/** Return the rate of an arm on the basis of the verdict, which all figures of the page share. */
export function rateOf(arm: Arm, basis: Comparison['basis']): Arm['rate'] {
  if (basis === 'ADJUSTED') return arm.adjusted ?? arm.rate
  return basis === 'WEIGHTED' ? (arm.weighted ?? arm.rate) : arm.rate
}

type Judged = Pick<Comparison, 'verdict' | 'arms'>

/** Return the asset that wins plays, or leads, and loses viewers, if there is one. */
export function misleading(comparison: Judged): string | null {
  const { verdict } = comparison
  if (verdict.kind === 'LOSES_VIEWERS') return verdict.asset
  return leadsButLoses(comparison)?.asset ?? null
}

/** Return the asset that leads, perhaps by chance, and fails a guardrail, if it does. */
export function leadsButLoses({ verdict, arms }: Judged): Arm | null {
  const [leader] = arms
  if (!leader || verdict.kind !== 'KEEP_WAITING' || arms.some((arm) => arm.needsData)) return null
  return leader.guardrails.some(({ state }) => state === 'FAILED') ? leader : null
}

/** Load the comparison without the asset that loses viewers; null without one, or while loading. */
export function useWithoutMisleading(
  comparison: Comparison,
  request: ComparisonRequest,
): Comparison | null {
  const left = misleading(comparison)
  const assets = request.assets.filter((asset) => asset !== left)
  const state = { ...request.state, against: null }
  const enabled = left !== null && assets.length > 1
  const { data } = useComparison({ ...request, assets, state }, { enabled })
  return enabled ? (data?.compare ?? null) : null
}
