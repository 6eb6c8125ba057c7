import { useQueries } from '@tanstack/react-query'
import { asking, graphql } from '@/shared/api'
import { useAudienceNames } from '@/shared/filters/expression'
import { type Expression, leaves } from './ast'
import type { Names } from './words'
import { capital } from '@/shared/format'

const TITLE = graphql(`
  query TitleCalled($id: String!) {
    title(titleId: $id) {
      name
    }
  }
`)

const ASSET = graphql(`
  query AssetCalled($id: String!) {
    asset(assetId: $id) {
      name
    }
  }
`)

/** Load the names of everything in an expression; ids while loading. */
export function useNames(expression: Expression | null): Names {
  const audiences = useAudienceNames()
  const rules = (expression ? leaves(expression) : []).flatMap((leaf) =>
    leaf.is === 'rule' ? [leaf.given] : [],
  )
  const titles = [...new Set(rules.flatMap(({ title }) => title ?? []))]
  const assets = [...new Set(rules.flatMap(({ asset }) => asset ?? []))]
  const called = useQueries({ queries: titles.map((id) => asking(TITLE, { id })) })
  const drawn = useQueries({ queries: assets.map((id) => asking(ASSET, { id })) })
  return {
    audience: (name) => calledOf(name, audiences.find((one) => one.name === name)?.note),
    title: (id) => called[titles.indexOf(id)]?.data?.title?.name ?? id,
    asset: (id) => drawn[assets.indexOf(id)]?.data?.asset?.name ?? id,
  }
}

/** Return the name of an audience in a sentence: that of an affinity, or its id in words. */
export function calledOf(name: string, note: string | null | undefined): string {
  const [kind = '', ...rest] = name.split(':')
  if (kind === 'affinity' && note) return note
  const plain = rest.join(':').replace(/[-_]+/g, ' ')
  return kind === 'affinity' ? plain.replace(/(^|\s)\p{L}/gu, (one) => one.toUpperCase()) : plain
}

/** Return the name of an audience on its own, such as in a heading: "Heavy", "Heist Thrillers". */
export function headingOf(name: string, note: string | null | undefined): string {
  return capital(calledOf(name, note))
}

/** Return the name of an audience on its own. */
export function nameOf({ name, note }: { name: string; note: string | null }): string {
  return headingOf(name, note)
}
