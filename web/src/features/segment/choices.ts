import { graphql, type ResultOf, useAsk } from '@/shared/api'
import type { Subject } from '@/shared/expression'

const ATTRIBUTES = graphql(`
  query Attributes {
    attributes {
      dimension
      values
      count
    }
  }
`)

const VALUES = graphql(`
  query WatchedValues($by: String!) {
    question(ask: { measures: ["active_profiles"], by: [$by], order: ["-active_profiles"] }) {
      rows
    }
  }
`)

const SEARCH = graphql(`
  query FindForRule($words: String!) {
    titles(first: 6, words: $words) {
      edges {
        node {
          titleId
          name
        }
      }
    }
    assets(first: 6, words: $words) {
      edges {
        node {
          assetId
          name
          title {
            name
          }
        }
      }
    }
  }
`)

/** An attribute of profiles, and its values. */
interface AttributeChoices {
  readonly name: string
  readonly values: readonly (string | null)[]
  /** Whether there are more values than these. */
  readonly more: boolean
}

/** Load the attributes of profiles. */
export function useAttributes(): readonly AttributeChoices[] | null {
  const found = useAsk(ATTRIBUTES, {}).data?.attributes
  return (
    found?.map(({ dimension, values, count }) => ({
      name: dimension.replace(/^profile\./, ''),
      values,
      more: count > values.length,
    })) ?? null
  )
}

/** Load the genres or tags that were watched, the most watched first. */
export function useWatchedValues(by: 'genre' | 'tag', enabled = true): readonly string[] | null {
  const rows = useAsk(VALUES, { by }, { enabled }).data?.question.rows
  return rows?.flatMap(([value]) => (typeof value === 'string' ? [value] : [])) ?? null
}

/** A title or asset to choose. */
export interface Choice {
  readonly id: string
  readonly name: string
  readonly about: string
}

/** Search for titles or assets. */
export function useSearch(of: 'title' | 'asset', words: string): readonly Choice[] {
  const { data } = useAsk(SEARCH, { words }, { enabled: words !== '', keep: true })
  return data && words ? choicesOf(of, data) : []
}

function choicesOf(of: 'title' | 'asset', data: ResultOf<typeof SEARCH>): readonly Choice[] {
  if (of === 'title') {
    return data.titles.edges.map(({ node: { titleId, name } }) => ({
      id: titleId,
      name,
      about: titleId,
    }))
  }
  return data.assets.edges.map(({ node: { assetId, name, title } }) => ({
    id: assetId,
    name,
    about: title?.name ?? assetId,
  }))
}

/** The names of subjects. */
export const SUBJECTS: Readonly<Record<Subject, string>> = {
  title: 'Title',
  genre: 'Genre',
  tag: 'Tag',
  asset: 'Asset',
}
