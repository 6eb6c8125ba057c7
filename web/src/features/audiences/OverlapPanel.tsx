import { nameOf } from '@/shared/expression'
import { Suspense } from 'react'

import { lazily } from '@/shared/page'
import { Button, Empty, ErrorMessage, Loading, Panel, Segmented, Skeleton } from '@/shared/ui'

import { type Audience, useOverlap } from './asking'

import { closest, matrixOf } from './overlapping'

const Matrix = lazily(() =>
  import('@/shared/charts/matrix/Matrix').then(({ Matrix }) => ({ default: Matrix })),
)

const LEADS = {
  share: 'Per cent of the row’s profiles that are also in the column. Exact counts.',
  lift: 'Profiles in both, relative to chance. 1 is chance.',
} as const

interface OverlapPanelProps {
  /** The audiences of the overlap. */
  audiences: readonly Audience[]
  /** The selected ones; none: the largest. */
  picked: readonly string[]
  show: 'share' | 'lift'
  onShow: (show: 'share' | 'lift') => void
  onClear: () => void
}

/** The overlap of each pair of audiences. */
export function OverlapPanel({ audiences, picked, show, onShow, onClear }: OverlapPanelProps) {
  const { data, error, refetch } = useOverlap(audiences.map(({ name }) => name))
  const names = audiences.map(nameOf)
  if (audiences.length < 2) {
    return (
      <Panel title="Overlap">
        <Empty
          fact="Select two or more audiences."
          actions={picked.length > 0 && <Button onClick={onClear}>Show the largest</Button>}
        >
          Their overlap is counted and compared with chance.
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
      <Loading what="overlap" />
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
                Show the largest
              </Button>
            )}
            <Segmented
              label="Show"
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
