import { choice, flag, number, optional } from '@/shared/url'

/**
 * The state of the page in its address: the drawn events, the selected reason and batch, and whether
 * engines are compared.
 */
export const HEALTH_STATE = {
  events: choice(['impressions', 'starts'], 'impressions'),
  reason: optional(),
  batch: number(0, 1),
  check: flag(),
}
