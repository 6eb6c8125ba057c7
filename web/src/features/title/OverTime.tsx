import { Band } from '@/shared/charts/band/Band'
import { BANDS, type BandData, splitLines } from '@/shared/charts/band/data'
import { originOf } from '@/shared/figure'
import { measure as wordsOf, words } from '@/shared/format'
import { Empty, Panel, Segmented, Skeleton } from '@/shared/ui'
import type { SetState } from '@/shared/url'

import { bandOf } from './courses'
import type { PartProps } from './Evidence'
import { GRAINS, type VIEW } from './state'

/** Say where the intervals are: three or more would lie over one another. */
function intervalsOf({ lines }: BandData): string {
  return splitLines(lines).coloured.length > BANDS
    ? 'Point at a line to see its 95% interval.'
    : 'Bands: 95% intervals.'
}

const STEPS = { hour: 'hour', day: 'day', week: 'week' } as const

/** The measure of the page over time, with intervals; incomplete steps are hatched. */
export function OverTime({
  scope,
  placed,
  known,
  setView,
}: PartProps & { setView: SetState<typeof VIEW> }) {
  const { courses, judged, origin } = known
  const { measure, grain } = scope
  const title = `${wordsOf(measure).label} by ${STEPS[grain]}`
  if (courses === null) {
    return (
      <Panel title={title}>
        <Skeleton height="280px" />
      </Panel>
    )
  }
  const shown = placed.cards.filter(
    ({ asset, state }) => state === 'shown' && asset.assetType === scope.type,
  )
  const letters = new Map(shown.map(({ asset, letter }) => [asset.assetId, letter]))
  const data = bandOf({
    courses,
    measure,
    judged,
    assets: shown.map(({ asset }) => asset),
    letterOf: (id) => letters.get(id) ?? '',
  })
  if (data.lines.length === 0) {
    return (
      <Panel title={title}>
        <Empty fact="Nothing to draw.">
          {placed.cards.some(({ state }) => state === 'withheld')
            ? 'Hidden, as the test is broken.'
            : 'No impressions in this view, or too few people.'}
        </Empty>
      </Panel>
    )
  }
  return (
    <Band
      title={title}
      lead={`All exposures. ${intervalsOf(data)}${data.completeUntil ? ' Hatched: still collecting plays.' : ''}`}
      data={data}
      controls={
        <Segmented
          label="Interval"
          options={GRAINS.map((value) => ({ value, label: words(value) }))}
          value={grain}
          onChange={(step) => setView({ grain: step })}
        />
      }
      {...(origin && { source: originOf(origin) })}
    />
  )
}
