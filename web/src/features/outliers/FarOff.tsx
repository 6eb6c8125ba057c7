import clsx from 'clsx'
import { lazy, Suspense } from 'react'
import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { useKeepFilters } from '@/shared/filters/keeping'
import { number, signed, capital } from '@/shared/format'
import { Empty, ErrorMessage, Message, Panel } from '@/shared/ui'
import { places } from '@/shared/url'
import { farOff, nameOf } from './charts'
import { FindingRow } from './FindingRow'
import { type Outlier, type useOutliers, usePictures } from './findings'
import { notesOf, TooFew, WaitingChart, WaitingRows } from './Waiting'
import styles from './Parts.module.css'
import { scaleOf } from './scale'

const Forest = lazy(() =>
  import('@/shared/charts/forest/Forest').then(({ Forest }) => ({ default: Forest })),
)

interface FarOffProps {
  answer: ReturnType<typeof useOutliers>
  /** The asset that a link points at. */
  asset: string | null
}

/** Assets and titles with far more or fewer plays than similar ones. */
export function FarOff({ answer: { data, error, refetch }, asset }: FarOffProps) {
  const judged = data?.outliers
  const found = judged?.findings
  return (
    <div className={clsx(styles.two, (judged === null || found?.length === 0) && styles.alone)}>
      <Panel
        title="Outliers among similar assets"
        lead="Compared with similar assets shown as often in the same places. Largest effect first."
        foot={judged && notesOf(judged)}
      >
        {error && <ErrorMessage error={error} retry={() => void refetch()} />}
        {!data && !error && <WaitingRows what="outliers" />}
        {judged === null && <TooFew />}
        {found && <Findings found={found} asset={asset} />}
      </Panel>
      <div>
        {!data && !error && <WaitingChart />}
        {found && found.length > 0 && (
          <Suspense fallback={<WaitingChart />}>
            <Forest
              title="Size of the difference"
              lead="Likely true difference from similar ones, with its 95% interval."
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
  const keep = useKeepFilters()
  const pictures = usePictures(idsOf('asset'), idsOf('title'))
  if (found.length === 0) {
    return (
      <Empty fact="No outliers">
        An asset or title appears here if its take rate is at least 10% above or below similar ones,
        beyond chance and beyond the usual variation, with 200 people or more.
      </Empty>
    )
  }
  const domain = scaleOf(found)
  return (
    <>
      {asset !== null && !found.some(({ id }) => id === asset) && (
        <Message tone="hint" fact="This asset isn’t an outlier here.">
          It was when the notice was sent. More people have seen it since, or the filters differ.
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
            href={keep(
              places.title(one.title ?? one.id, one.level === 'asset' ? one.id : undefined),
            )}
            here={asset === one.id}
            facts={factsOf(one)}
            evidence={
              <IntervalBar
                name={`Difference of ${nameOf(one)} from similar ones`}
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
  return `${capital(sure)} · ${number(people)} people · ${signed(impact, 0)} viewers compared with similar ones`
}
