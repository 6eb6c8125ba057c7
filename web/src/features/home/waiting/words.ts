import { count, number, THIN } from '@/shared/format'
import { places } from '@/shared/url'

import type { Pending } from './pending'

/** Each kind in words, beside the title. */
const KINDS: Readonly<Record<Pending['kind'], string>> = {
  WINNER: 'a test has a winner',
  POLICY: 'policy ready',
  CLICKBAIT: 'clickbait still running',
  UNDER_SERVED: 'new finding this week',
  OTHER: 'to decide',
}

/** Return what something to decide is about: “Night Walk · policy ready”. */
export function aboutOf({ titleName, kind }: Pick<Pending, 'titleName' | 'kind'>): string {
  return `${titleName} · ${KINDS[kind]}`
}

/** Return the heading of the list. */
export function headingOf(decisions: number): string {
  if (decisions === 0) return 'Nothing to decide'
  return decisions === 1
    ? '1 decision is waiting'
    : `${count(decisions, 'decision', 'decisions')} are waiting`
}

/** Return what the most expensive one costs. */
export function costOf(pending: Pending): string | null {
  const { perWeek, unit } = pending
  return perWeek?.value == null || unit === null
    ? null
    : `about ${number(perWeek.value, 0)} ${unit} a week`
}

/** Return the unit and the interval of a cost: “viewers a week, 250 – 610”. */
export function boundsOf({ perWeek, demand, unit }: Pending): string {
  const interval = perWeek ?? demand
  const what = perWeek ? `${unit ?? ''} a week` : 'demand index'
  if (interval?.low == null || interval.high == null) return what
  return `${what}, ${number(interval.low, 0)}${THIN}–${THIN}${number(interval.high, 0)}`
}

/** Return where the proof is, and what the link says; null for what has no page of its own. */
export function proofOf({ kind, title, assets }: Pending): { href: string; label: string } | null {
  if (kind === 'UNDER_SERVED') return { href: places.make(), label: 'See the map' }
  if (title === null) return null
  switch (kind) {
    case 'POLICY':
      return { href: places.whom(title), label: 'See the policy' }
    case 'CLICKBAIT':
      return { href: places.title(title, assets[0]), label: 'See the proof' }
    default:
      return { href: places.title(title, assets[0]), label: 'See the test' }
  }
}

/** Return what became of a decision. */
export function doneWords({ kind }: Pending): string {
  const reviewed = 'It is on record.'
  return kind === 'WINNER' || kind === 'POLICY'
    ? `${reviewed} Home pages that ask for policies get it now.`
    : reviewed
}
