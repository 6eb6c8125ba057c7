import { queryOptions, useQueries } from '@tanstack/react-query'

import {
  ask,
  asking,
  furtherNodes,
  GRAPH,
  graphql,
  type ResultOf,
  type ServiceError,
} from '@/shared/api'
import type { Choices } from '@/shared/filters'
import { letters, SHOWN, type Shown } from '@/shared/media'

const ASSET = graphql(
  `
    query ComparedAsset($id: String!) {
      asset(assetId: $id) {
        ...Shown
        titleId
        concept
      }
    }
  `,
  [SHOWN],
)

const TITLE = graphql(
  `
    query ComparedTitle($id: String!) {
      title(titleId: $id) {
        titleId
        name
        launchedAt
        tests {
          name
          assets
        }
        assets(first: 500) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              ...Shown
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

/** Further assets of a title with more than one request takes: letters depend on all. */
const MORE_ASSETS = graphql(
  `
    query ComparedTitleAssets($id: String!, $after: String) {
      title(titleId: $id) {
        assets(first: 500, after: $after) {
          pageInfo {
            hasNextPage
            endCursor
          }
          edges {
            node {
              ...Shown
            }
          }
        }
      }
    }
  `,
  [SHOWN],
)

type TitleAnswer = ResultOf<typeof TITLE>

/** Return a request for a title with all its assets. */
function askingTitle(id: string) {
  return queryOptions<TitleAnswer, ServiceError>({
    queryKey: [GRAPH, 'ComparedTitle', { id }],
    queryFn: async ({ signal }) => {
      const { title } = await ask(TITLE, { id }, signal)
      if (!title) return { title }
      const { assets } = title
      const further = await furtherNodes(
        assets,
        async (after) => (await ask(MORE_ASSETS, { id, after }, signal)).title?.assets,
      )
      const edges = [...assets.edges, ...further.map((node) => ({ node }))]
      return { title: { ...title, assets: { ...assets, edges } } }
    },
  })
}

/** Separate from the titles, as it costs a question. */
const CHOICES = graphql(`
  query ComparedChoices($id: String!) {
    title(titleId: $id) {
      filterValues {
        dimension
        values
        count
      }
    }
  }
`)

type Title = NonNullable<ResultOf<typeof TITLE>['title']>

/** A compared asset, with its name on this page. */
export interface Subject {
  id: string
  /** Its name, with that of its title if several titles are compared. */
  name: string
  letter: string
  titleId: string
  titleName: string
  shown: Shown
}

/** The compared assets, in the order of the address. */
export interface Subjects {
  subjects: readonly Subject[]
  /** Their titles. */
  titles: readonly Title[]
  /** Ids without an asset. */
  missing: readonly string[]
  choices: readonly Choices[]
  loading: boolean
  error: ServiceError | null
}

/** Load assets by id, and their titles. */
export function useSubjects(ids: readonly string[]): Subjects {
  const assets = useQueries({ queries: ids.map((id) => asking(ASSET, { id })) })
  const found = assets.flatMap(({ data }) => (data?.asset ? [data.asset] : []))
  const titleIds = [...new Set(found.map(({ titleId }) => titleId))]
  const asked = useQueries({ queries: titleIds.map((id) => askingTitle(id)) })
  const choices = useQueries({ queries: titleIds.map((id) => asking(CHOICES, { id })) })
  const titles = asked.flatMap(({ data }) => (data?.title ? [data.title] : []))
  const all = [...assets, ...asked]
  return {
    subjects: subjectsOf(found, titles),
    titles,
    missing: ids.filter((_, at) => assets[at]?.data?.asset === null),
    choices: merged(choices.map(({ data }) => data?.title?.filterValues ?? [])),
    loading: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error)?.error ?? null,
  }
}

interface Found extends Shown {
  titleId: string
}

/** Return assets with names and letters that also tell the titles apart. */
export function subjectsOf(
  found: readonly Found[],
  titles: readonly (Pick<Title, 'titleId' | 'name'> & {
    assets: { edges: readonly { node: Shown }[] }
  })[],
): Subject[] {
  const several = titles.length > 1
  return found.map((shown) => {
    const place = titles.findIndex(({ titleId }) => titleId === shown.titleId)
    const title = titles[place]
    const all = title?.assets.edges.map(({ node }) => node) ?? [shown]
    const letter = letters(all).get(shown.assetId) ?? '?'
    const titleName = title?.name ?? shown.titleId
    return {
      id: shown.assetId,
      name: several ? `${shown.name}, ${titleName}` : shown.name,
      letter: several ? `${letter}${SIGNS[place] ?? ''}` : letter,
      titleId: shown.titleId,
      titleName,
      shown,
    }
  })
}

/** The suffixes of letters of the second title, of the third, and so on. */
const SIGNS = ['', '′', '″', '‴', '*', '**']

/** Dimensions that the comparison itself fixes, so that they are no filters. */
const OWN = ['asset', 'title', 'asset_type']

/** Return the filter values of several titles together. */
export function merged(lists: readonly (readonly Choices[])[]): Choices[] {
  const found = new Map<string, Set<string | null>>()
  for (const { dimension, values } of lists.flat()) {
    if (OWN.includes(dimension)) continue
    const known = found.get(dimension) ?? new Set()
    values.forEach((value) => known.add(value))
    found.set(dimension, known)
  }
  return [...found].map(([dimension, values]) => ({
    dimension,
    values: [...values],
    count: values.size,
  }))
}
