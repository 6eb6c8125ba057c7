import clsx from 'clsx'
import { Suspense } from 'react'
import { useKeepFilters } from '@/shared/filters/keeping'
import { number, percent, withoutHeadline } from '@/shared/format'
import { lazily } from '@/shared/page'
import { Empty, ErrorMessage, Panel } from '@/shared/ui'
import { places } from '@/shared/url'
import { quadrantOf } from './charts'
import { FindingRow } from './FindingRow'
import { type Promises, type usePromises, usePictures } from './findings'
import { notesOf, TooFew, WaitingChart, WaitingRows } from './Waiting'
import styles from './Parts.module.css'

const Quadrant = lazily(() =>
  import('@/shared/charts/quadrant/Quadrant').then(({ Quadrant }) => ({ default: Quadrant })),
)

interface KeptProps {
  answer: ReturnType<typeof usePromises>
  /** The asset that a link points at. */
  asset: string | null
}

/** Clickbait, and hidden gems. */
export function Kept({ answer: { data, error, refetch }, asset }: KeptProps) {
  const judged = data?.authenticity
  const keep = useKeepFilters()
  return (
    <div
      className={clsx(
        styles.two,
        (judged === null || judged?.standings.length === 0) && styles.alone,
      )}
    >
      <Panel
        title="Clickbait and hidden gems"
        lead="Compared with the title’s other assets of the same type."
        foot={judged && notesOf(judged)}
      >
        {error && <ErrorMessage error={error} retry={() => void refetch()} />}
        {!data && !error && <WaitingRows what="clickbait" />}
        {judged === null && <TooFew />}
        {judged && <Findings found={judged.found} asset={asset} />}
      </Panel>
      <div>
        {!data && !error && <WaitingChart />}
        {judged && judged.standings.length > 0 && (
          <Suspense fallback={<WaitingChart />}>
            <Quadrant
              title="Plays won, viewers kept"
              lead="Findings are labelled; the others are within the usual range."
              data={quadrantOf(judged, keep)}
            />
          </Suspense>
        )}
      </div>
    </div>
  )
}

interface FindingsProps {
  found: Promises['found']
  asset: string | null
}

function Findings({ found, asset }: FindingsProps) {
  const keep = useKeepFilters()
  const pictures = usePictures(found.map(({ standing }) => standing.asset))
  if (found.length === 0) {
    return (
      <Empty fact="No clickbait or hidden gems">
        An asset appears here if it clearly wins more plays than the title’s other assets and loses
        more of those viewers, or the reverse, with 500 people and 50 plays or more.
      </Empty>
    )
  }
  return (
    <ul>
      {found.map(({ kind, q, sentence, standing }) => (
        <FindingRow
          key={standing.asset}
          name={standing.name}
          of={standing.titleName}
          badge={kind === 'CLICKBAIT' ? 'clickbait' : 'hidden_gem'}
          asset={pictures.get(standing.asset)}
          href={keep(places.title(standing.title ?? '', standing.asset))}
          here={asset === standing.asset}
          facts={`${number(standing.people)} people · ${falseOnes(q)}`}
        >
          {withoutHeadline(sentence)}
        </FindingRow>
      ))}
    </ul>
  )
}

function falseOnes(q: number): string {
  return q < 0.01
    ? 'very likely: under 1% of such findings are false'
    : `likely: ${percent(q, 0)} of such findings are false`
}
