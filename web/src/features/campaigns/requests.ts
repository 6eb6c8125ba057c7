import { useQueries } from '@tanstack/react-query'

import { asking, graphql, type ResultOf, useAsk } from '@/shared/api'
import { INTERVAL } from '@/shared/figure'

const PARTS = graphql(`
  fragment CampaignParts on Campaign @_unmask {
    name
    title
    titleName
    segment
    state
    holdout
    primary
    start
    end
    purpose
    recipient
    audiences {
      audience
      audienceName
      asset
      assetName
      people
      heldOut
      rate
    }
    people
    heldOut
    leftOut {
      capped
      quiet
      control
    }
    overlaps {
      campaign
      people
    }
    baseline
    minimumEffect
    power
    holdouts {
      holdout
      minimumEffect
    }
    expectedViewers
    sentence
    members
    verdict
    verdictSentence
    groups {
      attribute
      value
      people
      share
    }
    log {
      what
      when
      by
      because
      people
    }
    notes
  }
`)

const CAMPAIGNS = graphql(
  `
    query Campaigns {
      campaigns {
        campaigns {
          ...CampaignParts
        }
      }
    }
  `,
  [PARTS],
)

const PREVIEW = graphql(
  `
    query PreviewCampaign($ask: CampaignPlanInput!) {
      previewCampaign(ask: $ask) {
        ...CampaignParts
      }
    }
  `,
  [PARTS],
)

const RESULT = graphql(
  `
    query CampaignResult($name: String!) {
      campaignResult(ask: { name: $name }) {
        primary
        verdict
        sentence
        reasons
        since
        until
        people
        heldOut
        additional {
          ...Bounds
        }
        margin
        level
        progress
        effects {
          measure
          ofTitle
          treated
          heldOut
          difference {
            ...Bounds
          }
          ratio {
            ...Bounds
          }
          varianceReduced
        }
        path {
          day
          difference {
            ...Bounds
          }
        }
        audiences {
          audience
          audienceName
          asset
          assetName
          people
          heldOut
          difference {
            ...Bounds
          }
          ratio {
            ...Bounds
          }
          found
        }
        groups {
          attribute
          value
          people
          heldOut
          treated
          usual
          difference {
            ...Bounds
          }
          ratio {
            ...Bounds
          }
          worse
        }
        sampleRatio {
          expected
          seen
          p
          broken
        }
        suppressed
      }
    }
  `,
  [INTERVAL],
)

const TOGETHER = graphql(
  `
    query CampaignsTogether {
      campaignControl {
        sentence
        campaigns
        since
        until
        people
        control
        effects {
          measure
          ratio {
            ...Bounds
          }
        }
      }
    }
  `,
  [INTERVAL],
)

/** Load all campaigns, the newest first. */
export function useCampaigns() {
  const { data, ...rest } = useAsk(CAMPAIGNS, {})
  return { ...rest, campaigns: data?.campaigns?.campaigns }
}

export type Campaign = NonNullable<ResultOf<typeof CAMPAIGNS>['campaigns']>['campaigns'][number]
export type Goal = Campaign['primary']
export type PlannedAudience = Campaign['audiences'][number]

/** Load a campaign as it would be planned; `null` while the plan lacks something. */
export function usePreview(plan: PlanAsked | null) {
  return useAsk(PREVIEW, { ask: plan ?? NO_PLAN }, { enabled: plan !== null, keep: true })
}

/** What a plan asks for. */
export interface PlanAsked {
  name: string
  title: string
  segment: string
  audiences: string[] | null
  holdout: number
  primary: string
  start: string
  end: string
  purpose: string
  recipient: string
  by?: string | null
}

const NO_PLAN: PlanAsked = {
  name: '',
  title: '',
  segment: '',
  audiences: null,
  holdout: 0.1,
  primary: 'viewers',
  start: '',
  end: '',
  purpose: '',
  recipient: '',
}

/** Load what a campaign did: null if that is about too few people. */
export function useResult(name: string, enabled: boolean) {
  return useAsk(RESULT, { name }, { enabled })
}

export type CampaignResult = NonNullable<ResultOf<typeof RESULT>['campaignResult']>
export type OutcomeEffect = CampaignResult['effects'][number]

/** The result of a campaign in a list: undefined while loading; null where there is none to show. */
export type Outcome = CampaignResult | null | undefined

/** Load what several campaigns did, by name. */
export function useOutcomes(names: readonly string[]): ReadonlyMap<string, Outcome> {
  const asked = useQueries({ queries: names.map((name) => asking(RESULT, { name })) })
  return new Map(
    names.map((name, at) => {
      const { data, error } = asked[at] ?? {}
      return [name, error ? null : data && (data.campaignResult ?? null)]
    }),
  )
}

/** Load what all campaigns did together. */
export function useTogether() {
  return useAsk(TOGETHER, {})
}

export type Together = NonNullable<ResultOf<typeof TOGETHER>['campaignControl']>
