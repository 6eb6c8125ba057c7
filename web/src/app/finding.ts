import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { asking, graphql, type ResultOf, type ServiceError } from '@/shared/api'
import { type Named, useAudienceNames } from '@/shared/filters/expression'
import { count, listed, words as inWords, matchesWords } from '@/shared/format'
import type { IconName } from '@/shared/ui'
import { places } from '@/shared/url'
import { exists, RAIL } from './pages'

/** An entry of the palette: a page, an action, or something from the catalogue. */
export interface Found {
  id: string
  group: 'Titles' | 'Assets' | 'Audiences' | 'Pages' | 'Actions'
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

const MOST_AUDIENCES = 6

/** Return what matches some words; without words, all pages and actions. */
export function useFound(
  words: string,
  actions: readonly Found[],
): { found: readonly Found[]; error: ServiceError | null } {
  const enabled = words !== ''
  const things = useQuery({
    ...asking(FIND, { words }),
    enabled,
    placeholderData: keepPreviousData,
  })
  const audiences = useAudienceNames(enabled)
  const known = [...pages(), ...actions].filter(({ name }) => matchesWords(name, words))
  if (!enabled) return { found: known, error: null }
  const found = [...titles(things.data), ...assets(things.data), ...groups(audiences, words)]
  return { found: [...found, ...known], error: things.error }
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

function groups(audiences: readonly Named[], words: string): Found[] {
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
