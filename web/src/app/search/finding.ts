import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { usePathname } from 'wouter/use-browser-location'

import { asking, graphql, type ResultOf, type ServiceError, useAsk } from '@/shared/api'
import { type Named, useAudienceNames, useChoices } from '@/shared/filters'
import { dayOf } from '@/shared/filters/days'
import { canFilter } from '@/shared/filters/keeping'
import { count, listed, words as inWords, matchesWords } from '@/shared/format'
import type { IconName } from '@/shared/ui'
import { places } from '@/shared/url'

import { exists, RAIL } from '../pages'
import { answersTo, label, type NamedEntry, type SearchAnswer } from './answers'
import { type Phrase, understand } from './grammar'
import { phrasesOf } from './phrases'

/** An entry of the palette: a page, an action, or something from the catalogue. */
export interface Found {
  id: string
  group: 'Answers' | 'Titles' | 'Assets' | 'Audiences' | 'Pages' | 'Actions'
  icon: IconName
  name: string
  /** Shown beside the name, smaller. */
  about: string
  /** Its address, or what to do. */
  go: string | (() => void)
}

const FIND = graphql(`
  query Find($words: String!) {
    titles(first: 6, words: $words) {
      edges {
        node {
          titleId
          name
          contentType
          genres
        }
      }
    }
    assets(first: 6, words: $words) {
      edges {
        node {
          assetId
          name
          assetType
          titleId
          title {
            name
          }
        }
      }
    }
  }
`)

const NAMES = graphql(`
  query SearchNames {
    measures {
      name
    }
    dimensions {
      name
    }
  }
`)

const MOST_AUDIENCES = 6

/** What a search found, and how its words were understood. */
export interface Finding {
  found: readonly Found[]
  /** What the words mean, each as the reader sees it. */
  understood: readonly string[]
  /** Words without a meaning, and without a title or an asset of that name. */
  unknown: string
  error: ServiceError | null
}

/** Return what some words mean and match; without words, all pages and actions. */
export function useFinding(words: string, actions: readonly Found[]): Finding {
  const enabled = words !== ''
  const audiences = useAudienceNames(enabled)
  const understanding = understand(words, usePhrases(audiences, enabled))
  const { meanings, rest } = understanding
  const here = usePathname()
  const entries = useEntries(words)
  const entriesOfRest = useEntries(meanings.length > 0 ? rest : '')
  const commands = [...pages(), ...actions].filter(({ name }) => matchesWords(name, words))
  if (!enabled) return { found: commands, understood: [], unknown: '', error: null }
  const entry = entryOf(entriesOfRest.data)
  const answers = answersTo(understanding, entry, canFilter(here) ? here : null).map(answer)
  const matches = [...titles(entries.data), ...assets(entries.data)]
  // Words that are a name lead to it first, even if they mean something else, too.
  const named = matches.some(({ name }) => matchesWords(name, words))
  const groups = [...matches, ...audienceEntries(audiences, words)]
  const found = [...(named ? [...groups, ...answers] : [...answers, ...groups]), ...commands]
  const nothing = found.length === 0 && entries.isSuccess && !entries.isPlaceholderData
  const unnamed = meanings.length > 0 && !entry && entriesOfRest.isSuccess
  return {
    found: once(nothing ? elsewhere(words) : found),
    understood: [...meanings.map(label), ...(entry ? [entry.title] : [])],
    unknown: nothing ? words : unnamed ? rest : '',
    error: entries.error,
  }
}

function usePhrases(audiences: readonly Named[], enabled: boolean): Phrase[] {
  const { choices, asOf } = useChoices(enabled)
  const { data } = useAsk(NAMES, {}, { enabled })
  return useMemo(
    () =>
      phrasesOf({
        audiences,
        choices,
        measures: (data?.measures ?? []).map(({ name }) => name),
        dimensions: (data?.dimensions ?? []).map(({ name }) => name),
        today: asOf && dayOf(asOf, 'UTC'),
      }),
    [audiences, choices, data, asOf],
  )
}

/** Load the titles and assets that some words may name. */
function useEntries(words: string) {
  return useQuery({
    ...asking(FIND, { words }),
    enabled: words !== '',
    placeholderData: keepPreviousData,
  })
}

function entryOf(data: ResultOf<typeof FIND> | undefined): NamedEntry | null {
  const title = data?.titles.edges[0]?.node
  if (title) return { titleId: title.titleId, title: title.name }
  const asset = data?.assets.edges[0]?.node
  return asset ? { titleId: asset.titleId, title: asset.title?.name ?? asset.titleId } : null
}

function answer({ icon, name, href }: SearchAnswer): Found {
  return { id: `answer ${href}`, group: 'Answers', icon, name, about: '', go: href }
}

/** Where to go on if nothing was found. */
function elsewhere(words: string): Found[] {
  return [
    answer({ icon: 'titles', name: `Titles like “${words}”`, href: places.titlesLike(words) }),
    answer({ icon: 'questions', name: 'Ask any question of your data', href: places.questions }),
  ]
}

/** Leave out what leads to where an earlier one leads. */
function once(found: readonly Found[]): readonly Found[] {
  return found.filter(({ go }, at) => found.findIndex((other) => other.go === go) === at)
}

function pages(): Found[] {
  return RAIL.map(({ path, icon, name, key }) => ({
    id: path,
    group: 'Pages',
    icon,
    name,
    about: `g ${key}`,
    go: path,
  }))
}

function titles(data: ResultOf<typeof FIND> | undefined): Found[] {
  return (data?.titles.edges ?? [])
    .map(({ node }) => ({
      id: `title ${node.titleId}`,
      group: 'Titles' as const,
      icon: 'titles' as const,
      name: node.name,
      about: listed([node.contentType ?? '', ...node.genres.slice(0, 2)].filter(Boolean), '·'),
      go: places.title(node.titleId),
    }))
    .filter(({ go }) => exists(go))
}

function assets(data: ResultOf<typeof FIND> | undefined): Found[] {
  return (data?.assets.edges ?? [])
    .map(({ node }) => ({
      id: `asset ${node.assetId}`,
      group: 'Assets' as const,
      icon: node.assetType === 'video' ? ('play' as const) : ('image' as const),
      name: node.name,
      about: `${inWords(node.assetType ?? 'asset')} of ${node.title?.name ?? node.titleId}`,
      go: places.title(node.titleId, node.assetId),
    }))
    .filter(({ go }) => exists(go))
}

function audienceEntries(audiences: readonly Named[], words: string): Found[] {
  return audiences
    .filter((node) => matchesWords(`${node.name} ${node.note ?? ''}`, words))
    .slice(0, MOST_AUDIENCES)
    .map((node) => ({
      id: `audience ${node.name}`,
      group: 'Audiences' as const,
      icon: 'audiences' as const,
      name: node.note ?? node.name,
      about:
        node.profiles === null ? node.name : `${node.name} · ${count(node.profiles, 'profile')}`,
      go: places.audience(node.name),
    }))
    .filter(({ go }) => exists(go))
}
