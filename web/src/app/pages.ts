import { type ComponentType, lazy } from 'react'

import { useUnseen } from '@/shared/notices'
import type { IconName } from '@/shared/ui'

/** A page of the application. */
export interface Page {
  /** Its address as a pattern of routes: `/titles/:id`. */
  path: string
  /** What it is called in the rail, the palette and the sheet of shortcuts. */
  name: string
  /** Loaded when it is first shown. */
  Body: ComponentType
  /** Its place in the rail; a page without one is reached from others. */
  rail?: {
    icon: IconName
    /** G and this letter lead to it. */
    key: string
    /** Stands at the foot of the rail. */
    foot?: boolean
    /** How many things wait there. */
    useCount?: () => number | null
  }
}

/**
 * All pages, in the order of the rail. A new page is a line here; only what exists is linked to.
 *
 * A page below another (`/titles/:id`) lights the other's place in the rail.
 */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    name: 'Home',
    Body: lazy(() => import('@/features/home/HomePage')),
    rail: { icon: 'home', key: 'h' },
  },
  {
    path: '/titles',
    name: 'Titles',
    Body: lazy(() => import('@/features/titles/TitlesPage')),
    rail: { icon: 'titles', key: 't' },
  },
  { path: '/titles/:id', name: 'Title', Body: lazy(() => import('@/features/title/TitlePage')) },
  {
    path: '/compare',
    name: 'Compare',
    Body: lazy(() => import('@/features/compare/Compare')),
    rail: { icon: 'compare', key: 'c' },
  },
  {
    path: '/audiences',
    name: 'Audiences',
    Body: lazy(() => import('@/features/audiences/AudiencesPage')),
    rail: { icon: 'audiences', key: 'a' },
  },
  {
    path: '/audiences/:name',
    name: 'Audience',
    Body: lazy(() => import('@/features/audience/AudiencePage')),
  },
  {
    path: '/segment',
    name: 'Segment',
    Body: lazy(() => import('@/features/segment/SegmentPage')),
  },
  {
    path: '/outliers',
    name: 'Outliers',
    Body: lazy(() => import('@/features/outliers/OutliersPage')),
    rail: { icon: 'outliers', key: 'o' },
  },
  {
    path: '/questions',
    name: 'Questions',
    Body: lazy(() => import('@/features/questions/QuestionsPage')),
    rail: { icon: 'questions', key: 'q' },
  },
  {
    path: '/health',
    name: 'Data health',
    Body: lazy(() => import('@/features/health/HealthPage')),
    rail: { icon: 'health', key: 'd' },
  },
  {
    path: '/inbox',
    name: 'Inbox',
    Body: lazy(() => import('@/features/inbox/InboxPage')),
    rail: { icon: 'bell', key: 'i', foot: true, useCount: useUnseen },
  },
]

/** The pages of the rail. */
export const RAIL = PAGES.flatMap(({ rail, ...page }) => (rail ? [{ ...page, ...rail }] : []))

/** Whether there is a page under an address, so that nothing leads nowhere. */
export function exists(href: string): boolean {
  const [path = ''] = href.split('?')
  return PAGES.some((page) => new RegExp(`^${page.path.replace(/:\w+/g, '[^/]+')}$`).test(path))
}
