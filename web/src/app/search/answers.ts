import { FILTERS, type Filters, spanOf } from '@/shared/filters'
import { listed } from '@/shared/format'
import type { IconName } from '@/shared/ui'
import { link, list, places, text, type Filter } from '@/shared/url'

import type { Meaning, Topic, Understanding } from './grammar'

/** A page that answers a search, with the context that its words gave. */
export interface SearchAnswer {
  icon: IconName
  name: string
  href: string
}

/** A title or asset that the words name. */
export interface NamedEntry {
  titleId: string
  title: string
  assetId?: string
}

const QUESTION = { ...FILTERS, measures: list(), by: list(), order: list() }
const TITLE = { ...FILTERS, type: text() }

/** What a question shows if no measure was named. */
const USUAL_MEASURES = ['title_take_rate', 'title_reach']

/**
 * Return the pages that answer a search, the best first.
 *
 * `entry` is what the words name that have no meaning of their own, and `here` the address of the
 * page if it can be filtered.
 */
export function answersTo(
  { meanings }: Understanding,
  entry: NamedEntry | null,
  here: string | null = null,
): SearchAnswer[] {
  if (meanings.length === 0) return []
  const topics = meanings.flatMap((one) => (one.kind === 'topic' ? [one.topic] : []))
  const context = contextOf(meanings)
  const audience = meanings.find(({ kind }) => kind === 'audience')
  const answers: SearchAnswer[] = []
  if (entry) {
    const type = meanings.find((one) => one.kind === 'assets')?.type ?? ''
    const href = link(path(places.title(entry.titleId)), TITLE, { ...context.filters, type })
    answers.push({ icon: 'titles', name: `${entry.title}${context.words}`, href })
  }
  for (const topic of topics) {
    if (topic === 'winners' && (entry || audience)) continue
    const page = TOPIC_PAGES[topic]
    const filtered = page.filters ? link(page.path, FILTERS, context.filters) : page.path
    answers.push({
      icon: page.icon,
      name: `${page.name}${page.filters ? context.words : ''}`,
      href: filtered,
    })
  }
  if (audience?.kind === 'audience') {
    const wins = topics.includes('winners')
    answers.splice(wins && !entry ? 0 : answers.length, 0, {
      icon: 'audiences',
      name: wins ? `What wins with ${audience.label}` : `The audience ${audience.label}`,
      href: places.audience(audience.name),
    })
  }
  if (here !== null && context.words !== '') {
    const href = link(here, FILTERS, context.filters)
    answers.push({ icon: 'filter', name: `This page${context.words}`, href })
  }
  answers.push(question(meanings, context))
  return answers
}

const TOPIC_PAGES: Record<Topic, { icon: IconName; name: string; path: string; filters: boolean }> =
  {
    winners: { icon: 'titles', name: 'Titles by take rate', path: places.titles, filters: false },
    promises: {
      icon: 'mask',
      name: 'Clickbait and hidden gems',
      path: places.outliers,
      filters: true,
    },
    outliers: { icon: 'spark', name: 'Outliers', path: places.outliers, filters: true },
    tests: {
      icon: 'warning',
      name: 'Broken tests in the inbox',
      path: `${places.notices}?kind=broken_test`,
      filters: false,
    },
    events: { icon: 'health', name: 'Data health', path: places.health, filters: false },
  }

interface Context {
  filters: Omit<Filters, 'tz'>
  /** The filters in words, to go behind the name of a page. */
  words: string
}

function contextOf(meanings: readonly Meaning[]): Context {
  const of = <K extends Meaning['kind']>(kind: K) =>
    meanings.filter((one): one is Extract<Meaning, { kind: K }> => one.kind === kind)
  const where: Record<string, Filter> = {}
  for (const { dimension, value } of of('filter')) {
    where[dimension] = { values: [...(where[dimension]?.values ?? []), value] }
  }
  const [dates] = of('dates')
  const filters = {
    where,
    audience: of('audience')
      .map(({ name }) => name)
      .join(' and '),
    since: dates?.since ?? null,
    until: dates?.until ?? null,
  }
  const narrowing = ['filter', 'audience', 'dates']
  const labels = meanings.filter(({ kind }) => narrowing.includes(kind)).map(label)
  return { filters, words: labels.length > 0 ? `: ${listed(labels)}` : '' }
}

/** Return what was understood of some words, as the reader sees it. */
export function label(meaning: Meaning): string {
  return meaning.kind === 'dates' ? spanOf(meaning.since, meaning.until) : meaning.label
}

function question(meanings: readonly Meaning[], { filters, words }: Context): SearchAnswer {
  const named = meanings.flatMap((one) => (one.kind === 'measure' ? [one] : []))
  const groups = meanings.flatMap((one) => (one.kind === 'grouping' ? [one] : []))
  const measures = named.length > 0 ? named.map(({ name }) => name) : USUAL_MEASURES
  const by = groups.length > 0 ? groups.map(({ dimension }) => dimension) : ['title']
  const href = link(places.questions, QUESTION, {
    ...filters,
    measures,
    by,
    order: measures.slice(0, 1).map((name) => `-${name}`),
  })
  const asked = named.length > 0 ? listed(named.map((one) => one.label)) : 'Take rate'
  const grouped = groups.length > 0 ? listed(groups.map((one) => one.label)) : 'by title'
  return { icon: 'questions', name: `${asked} ${grouped}${words}`, href }
}

function path(href: string): string {
  return href.split('?')[0] ?? href
}
