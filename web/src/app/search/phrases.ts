import { shifted } from '@/shared/filters'
import { capital, measure, valueName, words as inWords, wordsOf } from '@/shared/format'

import type { Meaning, Phrase, Topic } from './grammar'

/** What a store has names for. */
export interface StoreNames {
  audiences: readonly { name: string; note: string | null }[]
  choices: readonly { dimension: string; values: readonly (string | null)[] }[]
  measures: readonly string[]
  dimensions: readonly string[]
  /** The newest day of data, 2026-11-24; null before any. */
  today: string | null
}

const TOPICS: Record<Topic, { label: string; words: string }> = {
  winners: {
    label: 'What wins',
    words: 'best,winner,winners,winning,win,wins,won,top,favourite,favourites,favorite,favorites',
  },
  promises: {
    label: 'Clickbait and hidden gems',
    words: 'clickbait,click bait,misleading,misleads,mislead,hidden gem,hidden gems,gems',
  },
  outliers: {
    label: 'Outliers',
    words: 'outlier,outliers,unusual,overperforming,underperforming,stands out,stand out',
  },
  tests: { label: 'Broken tests', words: 'broken test,broken tests,broken,sample ratio' },
  events: {
    label: 'Missing events',
    words: 'missing events,missing data,volume,volumes,data health,quarantine',
  },
}

const ASSET_TYPES: Record<string, string> = {
  artwork: 'artwork,artworks,art,poster,posters,image,images,picture,pictures,key art,thumbnail',
  video: 'trailer,trailers,clip,clips,video,videos,teaser,teasers',
  synopsis: 'synopsis,synopses,text,texts,description,descriptions,headline,headlines',
}

/** Other words for measures and devices. */
const OTHER_WORDS: Record<string, string> = {
  title_take_rate: 'take rate,take rates,ctr,click rate,conversion',
  completion_rate: 'completion,completions,completed',
  title_reach: 'reach,people reached',
  hours_viewed: 'hours,hours watched,watch time,viewing',
  return_rate_7: 'return rate,retention,coming back,d7',
  return_rate_28: 'monthly retention,d28',
  kept_viewers: 'viewers who stayed,finishers',
  short_play_rate: 'short plays,abandoned,bounces',
  tv: 'tv,tvs,television,televisions,living room',
  mobile: 'mobile,mobiles,phone,phones',
  tablet: 'tablet,tablets',
  web: 'web,browser,desktop,computer',
}

const DAYS_IN: Record<string, number> = { day: 1, week: 7, month: 28 }

/** Return all phrases that a search may use. */
export function phrasesOf(names: StoreNames): Phrase[] {
  return [
    ...names.audiences.flatMap(({ name, note }) => {
      const label = note ?? inWords(name.replace(/^\w+:/, ''))
      const meaning: Meaning = { kind: 'audience', name, label }
      return phrases(meaning, label, name)
    }),
    ...names.choices.flatMap(({ dimension, values }) =>
      values.flatMap((value) => (value === null ? [] : valuePhrases(dimension, value))),
    ),
    ...names.measures.flatMap((name) => {
      const { label } = measure(name)
      return phrases({ kind: 'measure', name, label }, label, name, ...others(name))
    }),
    ...names.dimensions.flatMap((dimension) => {
      const name = inWords(dimension).toLowerCase()
      const meaning: Meaning = { kind: 'grouping', dimension, label: `by ${name}` }
      return phrases(meaning, `by ${name}`, `per ${name}`, `each ${name}`)
    }),
    ...Object.entries(TOPICS).flatMap(([topic, { label, words }]) =>
      phrases({ kind: 'topic', topic: topic as Topic, label }, ...words.split(',')),
    ),
    ...Object.entries(ASSET_TYPES).flatMap(([type, words]) =>
      phrases({ kind: 'assets', type, label: capital(type) }, ...words.split(',')),
    ),
    ...datePhrases(names.today),
  ]
}

function phrases(meaning: Meaning, ...texts: string[]): Phrase[] {
  return texts.map((text) => ({ words: wordsOf(text), meaning }))
}

function others(name: string): string[] {
  return OTHER_WORDS[name]?.split(',') ?? []
}

function valuePhrases(dimension: string, value: string): Phrase[] {
  const label = valueName(dimension, value)
  const meaning: Meaning = { kind: 'filter', dimension, value, label }
  // Codes of two letters are words of English, too: "in", "is", "no".
  const codes = dimension === 'country' ? [] : [value]
  return phrases(meaning, label, ...codes, ...others(value))
}

/** Ranges of days up to the newest day of data. */
function datePhrases(today: string | null): Phrase[] {
  if (today === null) return []
  const tomorrow = shifted(today, 1)
  const monday = shifted(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7))
  const month = `${today.slice(0, 8)}01`
  const before = `${shifted(month, -1).slice(0, 8)}01`
  const range = (since: string, until: string, ...texts: string[]): Phrase[] =>
    phrases({ kind: 'dates', since, until, label: texts[0] ?? '' }, ...texts)
  const last = [1, 2, 3, 4, 6, 7, 8, 12, 14, 28, 30, 60, 90].flatMap((n) =>
    Object.entries(DAYS_IN).flatMap(([unit, days]) =>
      range(shifted(tomorrow, -n * days), tomorrow, `last ${n} ${unit}s`, `past ${n} ${unit}s`),
    ),
  )
  return [
    ...range(today, tomorrow, 'today'),
    ...range(shifted(today, -1), today, 'yesterday'),
    ...range(monday, tomorrow, 'this week'),
    ...range(shifted(monday, -7), monday, 'last week'),
    ...range(month, tomorrow, 'this month'),
    ...range(before, month, 'last month'),
    ...range(`${today.slice(0, 4)}-01-01`, tomorrow, 'this year'),
    ...last,
  ]
}
