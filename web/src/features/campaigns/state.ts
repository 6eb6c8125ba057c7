import { shifted } from '@/shared/filters'
import { choice, list, number, optional, type StateOf, text } from '@/shared/url'

import type { Campaign, PlanAsked } from './requests'

/** What the list shows, in its address. */
export const LIST = {
  show: choice(['all', 'draft', 'approved', 'running', 'ended', 'judged'], 'all'),
}

export type Show = StateOf<typeof LIST>['show']

/** Return whether a campaign is in a part of the list. */
export function isShown({ state }: Pick<Campaign, 'state'>, show: Show): boolean {
  return show === 'all' || state.toLowerCase() === show
}

/** The least and the largest share of people to hold out in the planner. */
export const HOLDOUT = { least: 0.02, most: 0.5 }

/** The plan in the address of the planner. */
export const PLAN = {
  name: text(),
  title: optional(),
  segment: text(),
  audiences: list(),
  holdout: number(0.1, 0.001, 0.999),
  primary: choice(['viewers', 'hours_viewed', 'return_rate_7', 'return_rate_28'], 'viewers'),
  start: optional(),
  end: optional(),
  purpose: text(),
  recipient: text(),
  by: text(),
}

export type PlanState = StateOf<typeof PLAN>

/** How long a campaign runs unless it is said. */
const USUAL_DAYS = 14

/** Return when a plan begins and ends, as dates; the end is the day after the last. */
export function spanOfPlan(
  { start, end }: Pick<PlanState, 'start' | 'end'>,
  today = new Date().toISOString().slice(0, 10),
): { start: string; end: string } {
  const from = start ?? shifted(today, 1)
  return { start: from, end: end ?? shifted(from.slice(0, 10), USUAL_DAYS) }
}

/** Return what a plan lacks before it can be kept, in words. */
export function missingOf(plan: PlanState): string[] {
  return [
    ...(plan.segment.trim() === '' ? ['people'] : []),
    ...(plan.title === null ? ['a title'] : []),
    ...(plan.name.trim() === '' ? ['a name'] : []),
    ...(plan.purpose.trim() === '' ? ['a purpose'] : []),
    ...(plan.recipient.trim() === '' ? ['who gets the members'] : []),
  ]
}

/** Texts that a preview needs, although nothing that it shows hangs on them. */
const UNTOLD = 'not said yet'

/** Return what to ask for a preview; null before there are people, a title and an order of days. */
export function previewed(plan: PlanState): PlanAsked | null {
  const { start, end } = spanOfPlan(plan)
  if (plan.segment.trim() === '' || plan.title === null || start >= end) return null
  return {
    name: plan.name.trim() || UNTOLD,
    title: plan.title,
    segment: plan.segment.trim(),
    audiences: plan.audiences.length > 0 ? [...plan.audiences] : null,
    holdout: plan.holdout,
    primary: plan.primary,
    start,
    end,
    purpose: UNTOLD,
    recipient: UNTOLD,
  }
}

/** Return what to ask to keep a plan; null while something is missing. */
export function kept(plan: PlanState): PlanAsked | null {
  const asked = previewed(plan)
  if (asked === null || missingOf(plan).length > 0) return null
  return {
    ...asked,
    purpose: plan.purpose.trim(),
    recipient: plan.recipient.trim(),
    by: plan.by.trim() || null,
  }
}

/** Return the plan of a campaign, to change it in the planner. */
export function planOf(campaign: Campaign) {
  return {
    name: campaign.name,
    title: campaign.title,
    segment: campaign.segment,
    audiences: campaign.audiences.flatMap(({ audience }) => audience ?? []),
    holdout: campaign.holdout,
    primary: campaign.primary.toLowerCase(),
    start: campaign.start.slice(0, 10),
    end: campaign.end.slice(0, 10),
    purpose: campaign.purpose,
    recipient: campaign.recipient,
  }
}
