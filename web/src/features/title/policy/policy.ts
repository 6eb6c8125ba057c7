import { graphql, type ResultOf } from '@/shared/api'
import { INTERVAL } from '@/shared/figure'

/** Who is shown which asset, and what that wins. */
const STEP = graphql(
  `
    fragment Step on PolicyRule @_unmask {
      audience
      audienceName
      asset
      name
      shares
      people
      shareOfPeople
      rate
      singleRate
      gain {
        ...Bounds
      }
      guardrails {
        measure
        margin
        watch
        difference {
          ...Bounds
        }
      }
    }
  `,
  [INTERVAL],
)

/** Which asset of a title to show to whom, and what that is worth. */
export const POLICY = graphql(
  `
    query TitlePolicy($ask: PolicyInput!) {
      decide(ask: $ask) {
        title
        assetType
        policy
        storeVersion
        validFrom
        validUntil
        seed
        personalised
        sentence
        reward
        single
        people
        leastPeople
        audiences
        peoplePerWeek
        notes
        question
        rules {
          ...Step
        }
        otherwise {
          ...Step
        }
        value {
          ...Bounds
        }
        bestSingle {
          ...Bounds
        }
        random {
          ...Bounds
        }
        gain {
          ...Bounds
        }
        tried {
          ...Bounds
        }
        expectedPerWeek {
          ...Bounds
        }
        groups {
          attribute
          value
          peoplePerWeek
          rate
          singleRate
          worse
          gain {
            ...Bounds
          }
        }
        blocked {
          asset
          name
          audience
          audienceName
          reason
        }
      }
    }
  `,
  [INTERVAL, STEP],
)

export type Policy = NonNullable<ResultOf<typeof POLICY>['decide']>

/** Who is shown which asset: a rule, or what everyone else gets. */
export type Step = Policy['otherwise']

/** How a policy serves people with one value of an attribute. */
export type Group = Policy['groups'][number]

/** Return the rules in order, and what everyone else gets last. */
export function stepsOf({ rules, otherwise }: Policy): readonly Step[] {
  return [...rules, otherwise]
}

/** Return the share of people of a step who are shown each asset, the largest first. */
export function sharesOf({ asset, shares }: Pick<Step, 'asset' | 'shares'>): [string, number][] {
  return Object.entries(shares)
    .flatMap(([id, share]): [string, number][] => (typeof share === 'number' ? [[id, share]] : []))
    .sort(([a, one], [b, other]) => Number(b === asset) - Number(a === asset) || other - one)
}

/** Return how many people are shown an asset to explore, in a week. */
export function exploringPerWeek(policy: Policy): number {
  const shares = stepsOf(policy).map(
    (step) => step.shareOfPeople * (1 - (sharesOf(step)[0]?.[1] ?? 1)),
  )
  return policy.peoplePerWeek * shares.reduce((sum, share) => sum + share, 0)
}

/** Return the step whose asset surely gains most, to be ringed; null if none does. */
export function ringedOf(policy: Policy): Step | null {
  const sure = stepsOf(policy).filter(({ gain }) => (gain.low ?? 0) > 0)
  const most = ({ gain, shareOfPeople }: Step) => (gain.value ?? 0) * shareOfPeople
  return [...sure].sort((a, b) => most(b) - most(a))[0] ?? null
}

/** Return what a home page needs to carry a policy out; `GET /v1/policies` gives the same. */
export function documentOf(policy: Policy) {
  const { rules, otherwise } = policy
  return {
    title: policy.title,
    asset_type: policy.assetType,
    policy: policy.policy,
    store_version: policy.storeVersion,
    valid_from: policy.validFrom,
    valid_until: policy.validUntil,
    rules: rules.map(({ audience, asset, shares }) => ({ audience, asset, shares })),
    otherwise: { asset: otherwise.asset, shares: otherwise.shares },
    seed: policy.seed,
  }
}

/** Return a policy to be recorded: with the figures that were seen. */
export function recordOf(policy: Policy) {
  return {
    ...documentOf(policy),
    sentence: policy.sentence,
    personalised: policy.personalised,
    reward: policy.reward,
    question: policy.question,
    single: policy.single,
    value: policy.value,
    best_single: policy.bestSingle,
    random: policy.random,
    gain: policy.gain,
    tried: policy.tried,
    expected_per_week: policy.expectedPerWeek,
    people_per_week: policy.peoplePerWeek,
    people: policy.people,
  }
}
