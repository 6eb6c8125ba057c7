import { nameOf } from '@/shared/expression'
import { Suspense } from 'react'

import type { IndexData, IndexRow } from '@/shared/charts/index/data'
import { country, valueName } from '@/shared/format'
import { lazily } from '@/shared/page'
import { Empty, ErrorMessage, Loading, Panel, Skeleton } from '@/shared/ui'

import { type Audience, type Taste, useTaste } from './asking'
import { standouts } from './describing'

const IndexBars = lazily(() =>
  import('@/shared/charts/index/IndexBars').then(({ IndexBars }) => ({ default: IndexBars })),
)

const TITLE = 'Over- and under-indexing'
const LEAD =
  'Share of their plays divided by everybody’s share; 100 is par. 95% intervals. Pale: could be chance.'

/** What an audience watches more, or less, than everybody. */
export function TastePanel({ audience }: { audience: Audience }) {
  const tag = useTaste(audience.name, 'tag')
  const genre = useTaste(audience.name, 'genre')
  const where = useTaste(audience.name, 'country')
  const device = useTaste(audience.name, 'device')
  const all = [tag, genre, where, device]
  const failed = all.find(({ error, data }) => error && !data)
  const waiting = (
    <Panel title={TITLE} lead={LEAD}>
      <Loading what="indexes" />
      <Skeleton height="460px" />
    </Panel>
  )
  if (failed?.error) {
    return (
      <Panel title={TITLE}>
        <ErrorMessage error={failed.error} retry={() => void failed.refetch()} />
      </Panel>
    )
  }
  if (all.some(({ data }) => !data)) return waiting
  const of = (answer: typeof tag) => answer.data?.exploration.indexes ?? []
  const rows = [
    ...grouped('Tags', standouts(of(tag), { high: 7, low: 2 })),
    ...grouped('Genres', standouts(of(genre), { high: 4, low: 2 })),
    ...grouped('Countries', standouts(of(where), { high: 3, low: 2 })),
    ...grouped('Devices', standouts(of(device), { high: 2, low: 1 })),
  ]
  if (rows.length === 0) {
    return (
      <Panel title={TITLE}>
        <Empty fact="Not enough viewing in common." />
      </Panel>
    )
  }
  const data: IndexData = { name: `${nameOf(audience)} compared with everybody`, rows }
  return (
    <Suspense fallback={waiting}>
      <IndexBars title={TITLE} lead={LEAD} data={data} />
    </Suspense>
  )
}

function grouped(group: string, found: readonly Taste[]): IndexRow[] {
  return found.map(({ dimension, value, name, index, low, high, watched }) => ({
    id: `${dimension} ${value}`,
    group,
    name: dimension === 'country' ? country(value) : valueName(dimension, name),
    index: { value: index, low, high },
    watched,
  }))
}
