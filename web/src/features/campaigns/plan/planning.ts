import type { Campaign } from '../requests'
import type { PlanState } from '../state'

/** What the steps of the planner share. */
export interface Planning {
  plan: PlanState
  set: (changes: Partial<PlanState>) => void
  /** The campaign as it would be; null before there is enough of a plan. */
  preview: Campaign | null
}
