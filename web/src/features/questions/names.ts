import { words } from '@/shared/format'

const OWN: Readonly<Record<string, string>> = {
  'audience:affinity': 'Affinity',
  'audience:segment': 'Segment',
  'audience:list': 'Uploaded list',
  days_since_launch: 'Days since launch',
  content_type: 'Content type',
  reason: 'Play outcome',
}

/** Return the name of a dimension: `profile.age_band` is Age band (profile). */
export function dimensionWords(name: string): string {
  const own = OWN[name]
  if (own !== undefined) return own
  const [, table, column] = /^(profile|title|asset)\.(.+)$/.exec(name) ?? []
  return column === undefined ? words(name) : `${words(column)} (${table ?? ''})`
}

/** Return text starting with a lower-case letter, for the middle of a sentence; not acronyms. */
export function small(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
