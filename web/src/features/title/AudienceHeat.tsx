import { useState } from 'react'
import { Heatmap } from '@/shared/charts/heatmap/Heatmap'
import { measure as wordsOf } from '@/shared/format'
import { Button, Empty, ErrorMessage, Panel, Skeleton } from '@/shared/ui'
import { heatOf, useAudiences } from './audiences'
import type { PartProps } from './Evidence'
import { kindName } from '@/shared/media'

const FIRST = 10
const MOST_COLUMNS = 12
const HIDDEN = 50

/** How each asset performs with each audience. */
export function AudienceHeat({ scope, placed, known }: PartProps) {
  const { rows, error, again } = useAudiences(scope)
  const [all, setAll] = useState(false)
  const title = `Audience × ${kindName(scope.type, 1)}`
  if (error) return <ErrorMessage error={error} retry={again} />
  if (rows === null) {
    return (
      <Panel title={title}>
        <Skeleton height="420px" />
      </Panel>
    )
  }
  const cards = placed.cards
    .filter(({ asset, state }) => asset.assetType === scope.type && state === 'shown')
    .slice(0, MOST_COLUMNS)
  if (rows.length === 0 || cards.length === 0) {
    return (
      <Panel title={title}>
        <Empty fact="No audiences yet.">
          Affinities are inferred from what people watch, once there is enough viewing.
        </Empty>
      </Panel>
    )
  }
  return (
    <Heatmap
      title={title}
      lead={`${wordsOf(scope.measure).label}, all exposures, and the difference from the audience’s average for this title’s ${kindName(scope.type, 2)}.`}
      data={heatOf({
        rows: all ? rows : rows.slice(0, FIRST),
        cards,
        measure: scope.measure,
        effects: known.evidence.kept?.audiences ?? [],
        hidden: HIDDEN,
      })}
      controls={
        rows.length > FIRST && (
          <Button small onClick={() => setAll(!all)}>
            {all ? `Top ${FIRST}` : `Show all ${rows.length}`}
          </Button>
        )
      }
    />
  )
}
