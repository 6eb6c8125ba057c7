import clsx from 'clsx'
import { lazy, Suspense } from 'react'

import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { number, signed } from '@/shared/format'
import { Empty, ErrorMessage, Message, Panel } from '@/shared/ui'
import { places } from '@/shared/url'

import { farOff, nameOf } from './charts'
import { FindingRow } from './FindingRow'
import { type Outlier, type useOutliers, usePictures } from './findings'
import { notesOf } from './notes'
import styles from './Parts.module.css'
import { scaleOf } from './scale'
import { TooFew } from './TooFew'
import { WaitingChart, WaitingRows } from './Waiting'

const Forest = lazy(() =>
  import('@/shared/charts/forest/Forest').then(({ Forest }) => ({ default: Forest })),
)

interface FarOffProps {
  answer: ReturnType<typeof useOutliers>
  /** The asset that a link leads to. */
  asset: string | null
}

/** What gets far more, or far less, than its like. */
export function FarOff({ answer: { data, error, refetch }, asset }: FarOffProps) {
  const judged = data?.outliers
  const found = judged?.findings
  return (
    <div className={clsx(styles.two, (judged === null || found?.length === 0) && styles.alone)}>
      <Panel
        title="Far from its like"
        lead="Held against its kind, shown as often in the same places; those that matter to most people first."
        foot={judged && notesOf(judged)}
      >
        {error && <ErrorMessage error={error} retry={() => void refetch()} />}
        {!data && !error && <WaitingRows what="What stands out" />}
        {judged === null && <TooFew />}
        {found && <Findings found={found} asset={asset} />}
      </Panel>
      <div>
        {!data && !error && <WaitingChart />}
        {found && found.length > 0 && (
          <Suspense fallback={<WaitingChart />}>
            <Forest
              title="How far"
              lead="What is likely behind the difference, and its 95% interval."
              data={farOff(found)}
            />
          </Suspense>
        )}
      </div>
    </div>
  )
}

function Findings({ found, asset }: { found: readonly Outlier[]; asset: string | null }) {
  const idsOf = (level: string) => found.flatMap((one) => (one.level === level ? [one.id] : []))
  const pictures = usePictures(idsOf('asset'), idsOf('title'))
  if (found.length === 0) {
    return (
      <Empty fact="Nothing is far from its like">
        An asset or title stands here when it is taken at least a tenth more or less often than its
        kind, beyond chance and beyond what is ordinary, with 200 people or more.
      </Empty>
    )
  }
  const domain = scaleOf(found)
  return (
    <>
      {asset !== null && !found.some(({ id }) => id === asset) && (
        <Message tone="hint" fact="That asset is no outlier here.">
          It was when the notice was sent; since then more people met it, or the filters differ.
        </Message>
      )}
      <ul>
        {found.map((one) => (
          <FindingRow
            key={`${one.level} ${one.id}`}
            name={one.name}
            of={one.level === 'asset' ? (one.titleName ?? one.kind) : one.kind}
            badge={one.direction === 'over' ? 'high' : 'low'}
            asset={pictures.get(one.id)}
            href={places.title(one.title ?? one.id, one.level === 'asset' ? one.id : undefined)}
            here={asset === one.id}
            facts={factsOf(one)}
            evidence={
              <IntervalBar
                name={`How far ${nameOf(one)} is from its like`}
                unit="change"
                estimate={{ value: one.difference, low: one.low, high: one.high }}
                domain={domain}
                tone="odd"
              />
            }
          >
            {one.reason}
          </FindingRow>
        ))}
      </ul>
    </>
  )
}

function factsOf({ sure, people, impact }: Outlier): string {
  const sureness = `${sure.charAt(0).toUpperCase()}${sure.slice(1)}`
  return `${sureness} · ${number(people)} people · ${signed(impact, 0)} viewers against its like`
}
