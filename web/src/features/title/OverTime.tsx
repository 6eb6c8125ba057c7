import { Band } from '@/shared/charts/band/Band'
import { originOf } from '@/shared/figure'
import { measure as wordsOf, words } from '@/shared/format'
import { Empty, Panel, Segmented, Skeleton } from '@/shared/ui'
import type { SetState } from '@/shared/url'

import { bandOf } from './courses'
import type { PartProps } from './Evidence'
import { GRAINS, type VIEW } from './state'

const STEPS = { hour: 'hour', day: 'day', week: 'week' } as const

/** The measure of the page over time, with bands; what still fills is hatched. */
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
        <Empty fact="There is no course to draw here.">
          {placed.cards.some(({ state }) => state === 'withheld')
            ? 'It is hidden with the other rates of the broken test.'
            : 'Nothing was shown in this view, or to too few people.'}
        </Empty>
      </Panel>
    )
  }
  return (
    <Band
      title={title}
      lead={`Bands are 95% intervals.${data.completeUntil ? ' What is hatched still collects plays.' : ''}`}
      data={data}
      controls={
        <Segmented
          label="Steps"
          options={GRAINS.map((value) => ({ value, label: words(value) }))}
          value={grain}
          onChange={(step) => setView({ grain: step })}
        />
      }
      {...(origin && { source: originOf(origin) })}
    />
  )
}
