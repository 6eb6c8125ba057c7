import { choice, flag, number, optional } from '@/shared/url'

/**
 * What stands in the address of the page: the kind of events that is drawn, the reason whose
 * rejected rows are shown, the batch that is looked into, and whether engines are asked side by
 * side.
 */
export const HEALTH_STATE = {
  events: choice(['impressions', 'starts'], 'impressions'),
  reason: optional(),
  batch: number(0, 1),
  check: flag(),
}
