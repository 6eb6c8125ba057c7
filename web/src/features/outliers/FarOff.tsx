import { useKeepFilters } from '@/shared/filters/keeping'
import { Button, Empty, ErrorMessage, IconButton, Message, Panel } from '@/shared/ui'
import type { SetState } from '@/shared/url'
import { download } from '@/shared/charts/export/save'
import { toCsv } from '@/shared/charts/kit/table'
import { tableOf } from './charts'
import { FarOffTable } from './FarOffTable'
import { type Outlier, type useOutliers, usePictures } from './findings'
import type { OUTLIERS, OutlierState } from './state'
import { notesOf, TooFew, WaitingRows } from './Waiting'

/** How many are shown at first: those with the largest effect. */
const FIRST = 25

interface FarOffProps {
  answer: ReturnType<typeof useOutliers>
  state: OutlierState
  set: SetState<typeof OUTLIERS>
}

/** Assets and titles with far more or fewer plays than similar ones. */
export function FarOff({ answer: { data, error, refetch }, state, set }: FarOffProps) {
  const judged = data?.outliers
  const found = judged?.findings
  return (
    <Panel
      title="Outliers among similar assets"
      lead="Take rate compared with similar assets shown as often in the same places, with its 95% interval. Largest effect first."
      actions={found && found.length > 0 && <Actions found={found} all={state.all} set={set} />}
      foot={judged && notesOf(judged)}
    >
      {error && <ErrorMessage error={error} retry={() => void refetch()} />}
      {!data && !error && <WaitingRows what="outliers" />}
      {judged === null && <TooFew />}
      {found && <Findings found={found} state={state} />}
    </Panel>
  )
}

interface ActionsProps extends Pick<FarOffProps, 'set'> {
  found: readonly Outlier[]
  all: boolean
}

function Actions({ found, all, set }: ActionsProps) {
  const csv = () => new Blob(['\ufeff', toCsv(tableOf(found))], { type: 'text/csv' })
  return (
    <>
      {found.length > FIRST && (
        <Button small onClick={() => set({ all: !all })}>
          {all ? `Top ${FIRST}` : `Show all ${found.length}`}
        </Button>
      )}
      <IconButton
        icon="download"
        label="Export outliers as CSV"
        onClick={() => download(csv(), 'outliers.csv')}
      />
    </>
  )
}

interface FindingsProps {
  found: readonly Outlier[]
  state: OutlierState
}

function Findings({ found, state: { asset, all } }: FindingsProps) {
  const keep = useKeepFilters()
  const at = found.findIndex(({ id }) => id === asset)
  const shown = all || at >= FIRST ? found : found.slice(0, FIRST)
  const idsOf = (level: string) => shown.flatMap((one) => (one.level === level ? [one.id] : []))
  const pictures = usePictures(idsOf('asset'), idsOf('title'))
  if (found.length === 0) {
    return (
      <Empty fact="No outliers">
        An asset or title appears here if its take rate is at least 10% above or below similar ones,
        beyond chance and beyond the usual variation, with 200 people or more.
      </Empty>
    )
  }
  return (
    <>
      {asset !== null && at < 0 && (
        <Message tone="hint" fact="This asset isn’t an outlier here.">
          It was when the notice was sent. More people have seen it since, or the filters differ.
        </Message>
      )}
      <FarOffTable found={shown} pictures={pictures} here={asset} keep={keep} />
    </>
  )
}
