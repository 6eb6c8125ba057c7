import { Frame } from '@/shared/charts/kit/Frame'
import type { ChartTable } from '@/shared/charts/kit/table'
import { showChance } from '@/shared/charts/kit/units'
import { count, measure } from '@/shared/format'
import { Button } from '@/shared/ui'

import { effectOf, FEW, type ForWhom, forWhom, surely } from './audiences'
import { type Comparison, misleading } from './comparison'
import type { SetCompare } from './state'
import type { View } from './view'
import { WhomGrid } from './WhomGrid'

interface BestForWhomProps {
  view: View
  /** The comparison without the asset that loses viewers, if there is one. */
  without: Comparison | null
  /** Whether to show all audiences. */
  all: boolean
  set: SetCompare
}

/** For each audience, its best asset, never one that loses viewers, and how all of them do there. */
export function BestForWhom({ view, without, all, set }: BestForWhomProps) {
  const { comparison, source } = view
  const left = misleading(comparison)
  const judged = left === null ? comparison : without
  const rows = forWhom(comparison, judged)
  if (rows.length === 0) return null
  const shown = all ? rows : rows.slice(0, FEW)
  const leader = judged?.arms.length ? (judged.arms[0]?.asset ?? null) : null
  return (
    <Frame
      title="Best for whom"
      lead={`${leadOf(view, rows, leader)}${left === null ? '' : ` ${view.nameOf(left)} is left out: it wins plays but loses viewers.`}`}
      source={source}
      table={tableOf(view, rows)}
      foot={
        <>
          <span>
            Bars: {measure(comparison.measure).label.toLowerCase()} compared with the average of all
            assets in the same audience. Small audiences are pulled towards the overall result.
          </span>
          <span>faded: could be chance</span>
          <span>underlined: differs from other audiences, beyond chance</span>
          {comparison.suppressed > 0 && (
            <span>{count(comparison.suppressed, 'audience')} too small to show</span>
          )}
        </>
      }
      controls={
        rows.length > FEW && (
          <Button small variant="quiet" onClick={() => set({ all: !all })}>
            {all ? `Top ${FEW}` : `Show all ${rows.length}`}
          </Button>
        )
      }
    >
      <WhomGrid view={view} rows={shown} leader={leader} />
    </Frame>
  )
}

function leadOf({ nameOf }: View, rows: readonly ForWhom[], leader: string | null): string {
  if (leader === null) return 'Loading…'
  const others = rows.filter(({ differs, best }) => differs && best !== leader)
  if (others.length === 0) {
    return `${nameOf(leader)} is the most likely best overall. No audience prefers another, beyond chance.`
  }
  const said = others
    .slice(0, 2)
    .map(
      ({ name, best, probability }) =>
        `for ${name} it’s ${nameOf(best ?? '')} (${showChance(probability)})`,
    )
  return `Mostly ${nameOf(leader)}; ${said.join(', ')}.`
}

function tableOf({ subjects, comparison, nameOf }: View, rows: readonly ForWhom[]): ChartTable {
  return {
    columns: [
      { label: 'Audience' },
      { label: 'People', unit: 'count' },
      { label: 'Best' },
      { label: 'Probability', unit: 'rate' },
      { label: 'Certainty' },
      { label: 'Asset' },
      { label: measure(comparison.measure).label, unit: 'rate' },
      { label: 'Difference from average', unit: 'change' },
      { label: 'Low', unit: 'change' },
      { label: 'High', unit: 'change' },
      { label: 'Differs from other audiences' },
    ],
    rows: rows.flatMap(({ name, people, best, probability, found }) =>
      subjects.map(({ id, name: asset }) => {
        const { value, low, high } = effectOf(found, id)
        const rate = found.rates[id]
        return [
          name,
          people,
          best === null ? null : nameOf(best),
          probability,
          surely(probability),
          asset,
          typeof rate === 'number' ? rate : null,
          value,
          low,
          high,
          found.differs.includes(id) ? 'yes' : 'no',
        ]
      }),
    ),
  }
}
