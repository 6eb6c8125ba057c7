import { words } from '@/shared/format'

const OWN: Readonly<Record<string, string>> = {
  'audience:affinity': 'Affinity',
  'audience:segment': 'Segment',
  'audience:list': 'Uploaded list',
  days_since_launch: 'Days since launch',
  content_type: 'Kind of title',
  reason: 'Outcome of plays',
}

/** What people call a dimension: `profile.age_band` is Age band of profiles. */
export function dimensionWords(name: string): string {
  const own = OWN[name]
  if (own !== undefined) return own
  const [, table, column] = /^(profile|title|asset)\.(.+)$/.exec(name) ?? []
  return column === undefined ? words(name) : `${words(column)} (${table ?? ''})`
}

/** Beginning with a small letter, for the middle of a sentence; codes keep theirs. */
export function small(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
