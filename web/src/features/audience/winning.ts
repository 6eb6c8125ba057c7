import { useQueries } from '@tanstack/react-query'

import { asking, graphql, type ResultOf, useAsk } from '@/shared/api'
import { letters, SHOWN, type Shown } from '@/shared/media'

import type { Audience } from './asking'
import { useMet } from './asking'

const FAVOURITES = graphql(`
  query AudienceFavourites {
    favourites {
      found {
        asset
        title
        audience
        assetType
        sure
        sentence
        rates {
          asset
          people
          rate
          low
          high
        }
      }
    }
  }
`)

const WINS = graphql(
  `
    query WinsWith($title: String!, $audiences: [String!]) {
      title(titleId: $title) {
        titleId
        name
        assets(first: 100, assetType: "artwork") {
          edges {
            node {
              ...Shown
            }
          }
        }
      }
      compare(ask: { title: $title, assetType: "artwork", audiences: $audiences }) {
        verdict {
          kind
          asset
        }
        arms {
          asset
          best
        }
        audiences {
          audience
          people
          best
          probability
          loss
          rates
          differs
        }
      }
    }
  `,
  [SHOWN],
)

type Answer = ResultOf<typeof WINS>
export type Favourite = NonNullable<ResultOf<typeof FAVOURITES>['favourites']>['found'][number]

/** The best asset of a title for an audience, and how certain it is. */
export interface Win {
  title: string
  titleName: string
  asset: Shown
  letter: string
  rate: number | null
  /** The interval of the rate, where known. */
  interval: { low: number | null; high: number | null } | null
  probability: number
  /** How many of the audience saw it, or else any of the artworks. */
  people: number | null
  /** The overall leader, if it is another asset, and its rate in the audience. */
  usual: { asset: Shown; letter: string; rate: number | null } | null
  /** Whether it performs better here than with everybody else, beyond chance. */
  own: boolean
  /** Whether it wins with everybody, by the verdict. */
  wins: boolean
  /** Whether its test is broken. */
  broken: boolean
  /** Whether it wins plays, but loses viewers. */
  loses: boolean
  favourite: Favourite | null
}

/** Load the favourites of an affinity; empty for other audiences. */
export function useFavourites({
  name,
  kind,
}: Pick<Audience, 'name' | 'kind'>): readonly Favourite[] {
  const { data } = useAsk(FAVOURITES, {}, { enabled: kind === 'AFFINITY' })
  const found = data?.favourites?.found ?? []
  return found.filter(({ audience, assetType }) => audience === name && assetType === 'artwork')
}

/**
 * Load the best assets for an audience: in the titles it sees most, and where it has favourites.
 *
 * An affinity is judged beside all others, as on the pages of titles: with so much to go by, chance
 * weighs less.
 */
export function useWins(audience: Audience): { wins: readonly Win[]; waiting: boolean } {
  const met = useMet(audience.name)
  const favourites = useFavourites(audience)
  const shown = (met.data?.question.rows ?? []).flatMap(([title]) =>
    typeof title === 'string' ? [title] : [],
  )
  const titles = [...new Set([...favourites.map(({ title }) => title), ...shown])]
  const audiences = audience.kind === 'AFFINITY' ? null : [audience.name]
  const answers = useQueries({
    queries: titles.map((title) => asking(WINS, { title, audiences })),
  })
  return {
    // Favourites first, then by reach, so that rows don't move as answers arrive.
    wins: answers.flatMap(({ data }) => winOf(data, audience.name, favourites) ?? []),
    waiting: met.isPending || answers.some(({ isPending }) => isPending),
  }
}

/** Return the best asset in a title's comparison; null without enough data. */
export function winOf(
  answer: Answer | undefined,
  audience: string,
  favourites: readonly Favourite[],
): Win | null {
  const { title, compare } = answer ?? {}
  const here = compare?.audiences.find((one) => one.audience === audience)
  if (!title || !compare || !here?.best || here.probability === null) return null
  const assets = title.assets.edges.map(({ node }) => node)
  const called = letters(assets)
  const favourite = favourites.find(({ asset }) => asset === here.best) ?? null
  const drawn = (id: string | undefined) => {
    const asset = assets.find(({ assetId }) => assetId === id)
    if (!asset) return null
    const rate = here.rates[asset.assetId]
    const whole = favourite?.rates.find((one) => one.asset === asset.assetId)
    return {
      asset,
      letter: called.get(asset.assetId) ?? '',
      rate: whole?.rate ?? (typeof rate === 'number' ? rate : null),
      interval: whole ?? null,
      people: whole?.people ?? here.people,
    }
  }
  const best = drawn(here.best)
  if (!best) return null
  const [leader] = [...compare.arms].sort((a, b) => (b.best ?? 0) - (a.best ?? 0))
  return {
    ...best,
    title: title.titleId,
    titleName: title.name,
    probability: here.probability,
    usual: leader?.asset === here.best ? null : drawn(leader?.asset),
    own: here.differs.includes(here.best),
    wins: compare.verdict.kind === 'WINNER' && compare.verdict.asset === here.best,
    broken: compare.verdict.kind === 'DONT_TRUST',
    loses: compare.verdict.kind === 'LOSES_VIEWERS' && compare.verdict.asset === here.best,
    favourite,
  }
}
