import { graphql, useChange } from '@/shared/api'

const PLAN = graphql(`
  mutation PlanCampaign($ask: CampaignPlanInput!) {
    planCampaign(ask: $ask) {
      name
    }
  }
`)

const APPROVE = graphql(`
  mutation ApproveCampaign($ask: ApproveCampaignInput!) {
    approveCampaign(ask: $ask) {
      name
    }
  }
`)

const START = graphql(`
  mutation StartCampaign($ask: StartCampaignInput!) {
    startCampaign(ask: $ask) {
      name
    }
  }
`)

const END = graphql(`
  mutation EndCampaign($ask: EndCampaignInput!) {
    endCampaign(ask: $ask) {
      name
    }
  }
`)

const JUDGE = graphql(`
  mutation JudgeCampaign($ask: JudgeCampaignInput!) {
    judgeCampaign(ask: $ask) {
      name
    }
  }
`)

/** Keep a plan as a draft. */
export function usePlan() {
  return useChange(PLAN)
}

/** Approve a plan. */
export function useApprove() {
  return useChange(APPROVE)
}

/** Start an approved campaign. */
export function useStart() {
  return useChange(START)
}

/** End a running campaign. */
export function useEnd() {
  return useChange(END)
}

/** Put the verdict of an ended campaign on record. */
export function useJudge() {
  return useChange(JUDGE)
}
