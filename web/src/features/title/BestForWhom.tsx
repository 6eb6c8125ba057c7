import { useState } from 'react'
import { Link } from 'wouter'
import { toCsv } from '@/shared/charts/kit/table'
import { useAsk } from '@/shared/api'
import { narrowed, useKeepFilters } from '@/shared/filters'
import { number, percent, points, probability } from '@/shared/format'
import { Thumb, kindName } from '@/shared/media'
import {
  Badge,
  Button,
  DataTable,
  Empty,
  IconButton,
  Letter,
  Panel,
  Skeleton,
  type TableColumn,
} from '@/shared/ui'
import { places } from '@/shared/url'
import styles from './BestForWhom.module.css'
import type { PartProps } from './Evidence'
import { misleading, leaderOf } from './judged'
import { assetsOf } from './head'
import { COMPARISON } from './judgements'
import { type Best, bestOf, MOST_COMPARED, mostMet } from './whom'
import { download } from '@/shared/charts/export/save'

const FIRST = 10

/** Load a comparison of the assets that most people met, if a title has too many for one. */
function useMostMet({ title, filters, type }: PartProps['scope'], known: PartProps['known']) {
  const assets = mostMet(
    assetsOf(title).filter(({ assetType }) => assetType === type),
    known,
  )
  const asked = known.unjudged !== null && assets.length > 0
  const { data, error } = useAsk(
    COMPARISON,
    { ask: { assets, ...narrowed(filters) } },
    { enabled: asked },
  )
  const comparison = data?.compare ?? null
  return { asked, error, comparison, kept: comparison, tooFew: data?.compare === null }
}

/** For each audience, the asset that is most likely best. */
export function BestForWhom({ scope, placed, known }: PartProps) {
  const [all, setAll] = useState(false)
  const keep = useKeepFilters()
  const title = 'Best for whom'
  const most = useMostMet(scope, known)
  const unjudged = most.asked ? most.error : known.unjudged
  if (unjudged) {
    return (
      <Panel title={title}>
        <Empty fact="Nothing to compare.">{unjudged.message}</Empty>
      </Panel>
    )
  }
  const { comparison, kept, tooFew } = most.asked ? most : known.evidence
  if (comparison === null && !tooFew) {
    return (
      <Panel title={title}>
        <Skeleton height="360px" />
      </Panel>
    )
  }
  if (comparison?.verdict.kind === 'DONT_TRUST') {
    return (
      <Panel title={title}>
        <Empty fact="Not available for a broken test.">
          Assets weren’t shown at random, so audiences can’t be compared either.
        </Empty>
      </Panel>
    )
  }
  const best = bestOf(kept, placed.cards)
  const leader = kept?.arms.find(({ asset }) => asset === leaderOf(kept))?.name ?? ''
  const left = misleading(known.evidence).size > 0 ? ' Clickbait is excluded.' : ''
  const among = most.asked
    ? `Of the ${number(MOST_COMPARED)} ${kindName(scope.type, MOST_COMPARED)} that most people met. `
    : ''
  return (
    <Panel
      title={title}
      lead={
        best.length > 0 &&
        `${among}Take rate by first exposure, and its difference in points.${left}`
      }
      foot={
        <Link href={keep(places.whom(scope.title.titleId))} className="link">
          Decide which to show to whom, and what that is worth
        </Link>
      }
      actions={
        <>
          {best.length > FIRST && (
            <Button small onClick={() => setAll(!all)}>
              {all ? `Top ${FIRST}` : `Show all ${best.length}`}
            </Button>
          )}
          <IconButton icon="download" label="Export as CSV" onClick={() => save(best)} />
        </>
      }
    >
      <DataTable
        caption="Best asset by audience"
        columns={columnsOf(leader, scope.type)}
        rows={all ? best : best.slice(0, FIRST)}
        keyOf={({ audience }) => audience}
        empty={<Empty fact="No audience has enough data yet." />}
      />
    </Panel>
  )
}

function columnsOf(leader: string, type: string): readonly TableColumn<Best>[] {
  return [
    {
      key: 'audience',
      head: 'Audience',
      value: ({ name }) => name,
      cell: ({ audience, name }) => (
        <Link href={places.audience(audience)} className={styles.audience}>
          {name}
        </Link>
      ),
    },
    {
      key: 'best',
      head: `Best ${kindName(type, 1)}`,
      value: ({ card }) => card.letter,
      cell: ({ card: { asset, letter } }) => (
        <span className={styles.best}>
          <Thumb asset={asset} width={26} ratio="2/3" letter={letter} /> <Letter>{letter}</Letter>
          <span>{asset.name}</span>
        </span>
      ),
    },
    {
      key: 'rate',
      head: 'Take rate',
      figures: true,
      value: ({ value }) => value,
      cell: ({ value }) => <b>{percent(value)}</b>,
    },
    {
      key: 'ahead',
      head: `vs ${leader}`,
      figures: true,
      value: ({ ahead }) => ahead ?? 0,
      cell: ({ ahead }) =>
        ahead === null ? <span className="sub">leads overall</span> : points(ahead),
    },
    {
      key: 'probability',
      head: 'Probability',
      figures: true,
      value: (one) => one.probability,
      cell: (one) => probability(one.probability),
    },
    {
      key: 'sure',
      head: 'Certainty',
      value: (one) => one.probability,
      cell: ({ sure }) => (sure ? <Badge kind="sure" /> : <Badge kind="keep_waiting" />),
    },
  ]
}

function save(best: readonly Best[]): void {
  const csv = toCsv({
    columns: ['Audience', 'Best', 'Take rate', 'Ahead', 'Probability'].map((label) => ({ label })),
    rows: best.map(({ audience, card, value, ahead, probability: sure }) => [
      audience,
      card.asset.assetId,
      value,
      ahead,
      sure,
    ]),
  })
  download(new Blob(['\ufeff', csv], { type: 'text/csv' }), 'best-for-whom.csv')
}
