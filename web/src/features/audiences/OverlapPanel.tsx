import { lazy, Suspense } from 'react'

import { Button, Empty, ErrorMessage, Loading, Panel, Segmented, Skeleton } from '@/shared/ui'

import { type Audience, useOverlap } from './asking'
import { nameOf } from './choosing'
import { closest, matrixOf } from './overlapping'

const Matrix = lazy(() =>
  import('@/shared/charts/matrix/Matrix').then(({ Matrix }) => ({ default: Matrix })),
)

const LEADS = {
  share: 'Per cent of the row’s profiles that are also in the column’s audience. Exact counts.',
  lift: 'How many times as many profiles are in both as chance would put there. 1 is chance.',
} as const

interface OverlapPanelProps {
  /** The audiences that are laid beside each other. */
  audiences: readonly Audience[]
  /** Those that somebody picked; none: the largest. */
  picked: readonly string[]
  show: 'share' | 'lift'
  onShow: (show: 'share' | 'lift') => void
  onClear: () => void
}

/** What audiences have in common, two by two. */
export function OverlapPanel({ audiences, picked, show, onShow, onClear }: OverlapPanelProps) {
  const { data, error, refetch } = useOverlap(audiences.map(({ name }) => name))
  const names = audiences.map(nameOf)
  if (audiences.length < 2) {
    return (
      <Panel title="Overlap">
        <Empty
          fact="Tick two audiences or more."
          actions={picked.length > 0 && <Button onClick={onClear}>The largest</Button>}
        >
          What they have in common is counted, and held against chance.
        </Empty>
      </Panel>
    )
  }
  if (error && !data) {
    return (
      <Panel title="Overlap">
        <ErrorMessage error={error} retry={() => void refetch()} />
      </Panel>
    )
  }
  const overlap = data?.audienceOverlap
  const waiting = (
    <Panel title="Overlap" lead={LEADS[show]}>
      <Loading what="The overlap" />
      <Skeleton height="420px" />
    </Panel>
  )
  if (overlap?.sizes.length !== names.length) return waiting
  return (
    <Suspense fallback={waiting}>
      <Matrix
        title="Overlap"
        lead={[LEADS[show], closest(overlap, names)].filter(Boolean).join(' ')}
        data={matrixOf(overlap, names, show)}
        controls={
          <>
            {picked.length > 0 && (
              <Button small variant="quiet" onClick={onClear}>
                The largest
              </Button>
            )}
            <Segmented
              label="What is shown"
              options={[
                { value: 'share', label: 'Share' },
                { value: 'lift', label: 'Lift' },
              ]}
              value={show}
              onChange={onShow}
            />
          </>
        }
      />
    </Suspense>
  )
}
