import type { ComponentType } from 'react'

import { useUnseen } from '@/shared/notices'
import { lazily } from '@/shared/page'
import type { IconName } from '@/shared/ui'

/** A page of the application. */
export interface Page {
  /** Its address as a route pattern: `/titles/:id`. */
  path: string
  /** Its name in the rail, the palette and the list of shortcuts. */
  name: string
  /** Loaded when first shown. */
  Body: ComponentType
  /** Its entry in the rail; pages without one are reached from others. */
  rail?: {
    icon: IconName
    /** Pressing G and this letter opens it. */
    key: string
    /** Whether it is at the bottom of the rail. */
    foot?: boolean
    /** How many new things are there. */
    useCount?: () => number | null
  }
}

/**
 * All pages, in the order of the rail. To add a page, add a line here.
 *
 * A page below another (`/titles/:id`) highlights the other's entry in the rail.
 */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    name: 'Home',
    Body: lazily(() => import('@/features/home/HomePage')),
    rail: { icon: 'home', key: 'h' },
  },
  {
    path: '/titles',
    name: 'Titles',
    Body: lazily(() => import('@/features/titles/TitlesPage')),
    rail: { icon: 'titles', key: 't' },
  },
  { path: '/titles/:id', name: 'Title', Body: lazily(() => import('@/features/title/TitlePage')) },
  {
    path: '/titles/:id/whom',
    name: 'Show to whom',
    Body: lazily(() => import('@/features/title/policy/PolicyPage')),
  },
  {
    path: '/compare',
    name: 'Compare',
    Body: lazily(() => import('@/features/compare/Compare')),
    rail: { icon: 'compare', key: 'c' },
  },
  {
    path: '/audiences',
    name: 'Audiences',
    Body: lazily(() => import('@/features/audiences/AudiencesPage')),
    rail: { icon: 'audiences', key: 'a' },
  },
  {
    path: '/audiences/:name',
    name: 'Audience',
    Body: lazily(() => import('@/features/audience/AudiencePage')),
  },
  {
    path: '/segment',
    name: 'Segment',
    Body: lazily(() => import('@/features/segment/SegmentPage')),
  },
  {
    path: '/make',
    name: 'What to make',
    Body: lazily(() => import('@/features/make/MakePage')),
    rail: { icon: 'make', key: 'm' },
  },
  {
    path: '/brief',
    name: 'Brief',
    Body: lazily(() => import('@/features/brief/BriefPage')),
  },
  {
    path: '/campaigns',
    name: 'Campaigns',
    Body: lazily(() => import('@/features/campaigns/CampaignsPage')),
    rail: { icon: 'campaigns', key: 'p' },
  },
  {
    path: '/campaigns/new',
    name: 'Plan a campaign',
    Body: lazily(() => import('@/features/campaigns/plan/PlannerPage')),
  },
  {
    path: '/campaigns/:name',
    name: 'Campaign',
    Body: lazily(() => import('@/features/campaigns/campaign/CampaignPage')),
  },
  {
    path: '/decisions',
    name: 'Decisions',
    Body: lazily(() => import('@/features/decisions/DecisionsPage')),
    rail: { icon: 'decisions', key: 'e' },
  },
  {
    path: '/outliers',
    name: 'Outliers',
    Body: lazily(() => import('@/features/outliers/OutliersPage')),
    rail: { icon: 'outliers', key: 'o' },
  },
  {
    path: '/questions',
    name: 'Questions',
    Body: lazily(() => import('@/features/questions/QuestionsPage')),
    rail: { icon: 'questions', key: 'q' },
  },
  {
    path: '/health',
    name: 'Data health',
    Body: lazily(() => import('@/features/health/HealthPage')),
    rail: { icon: 'health', key: 'd' },
  },
  {
    path: '/inbox',
    name: 'Inbox',
    Body: lazily(() => import('@/features/inbox/InboxPage')),
    rail: { icon: 'bell', key: 'i', foot: true, useCount: useUnseen },
  },
]

/** The pages of the rail. */
export const RAIL = PAGES.flatMap(({ rail, ...page }) => (rail ? [{ ...page, ...rail }] : []))

/** Return whether there is a page at an address. */
export function exists(href: string): boolean {
  const [path = ''] = href.split('?')
  return PAGES.some((page) => new RegExp(`^${page.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
}
