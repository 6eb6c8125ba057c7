import { Totals, useEmpty } from '@/shared/figure'
import { compact, fixed, measure, percent, range } from '@/shared/format'
import { Skeleton } from '@/shared/ui'

import type { Figures } from './figures'
import { together } from './figures'
import { misleading } from './judged'
import type { Known } from './useTitle'

const SHOWN = [
  'reach',
  'viewers',
  'take_rate',
  'completion_rate',
  'short_play_rate',
  'watch_seconds_per_profile',
]

/** The overall figures of the title. */
export function TitleTotals({ known }: { known: Known }) {
  const { totals, origin } = known
  const isEmpty = useEmpty()
  if (totals === null) return known.error ? null : <Skeleton height="102px" />
  return (
    <Totals
      totals={SHOWN.filter((name) => !isEmpty(name)).map((name) => {
        const words = measure(name)
        const value = totals.value(name)
        const { low, high } = totals.estimate(name)
        return {
          measure: name,
          label: words.label,
          value: words.value(value),
          note: noteOf(name, totals, known),
          suppressed: totals.suppressed,
          origin,
          ...(low !== null && { interval: `95% interval ${range(low, high, words.figure)}` }),
        }
      })}
    />
  )
}

/** Return the note below a figure. */
function noteOf(name: string, totals: Figures, known: Known): string {
  const { low, high } = totals.estimate(name)
  switch (name) {
    case 'reach':
      return `${compact(totals.value('impressions'))} impressions, ${fixed(totals.value('frequency'), 1)} per person`
    case 'viewers':
      return 'each person counted once'
    case 'completion_rate':
      return withoutMisleading(known) ?? range(low, high)
    case 'short_play_rate':
      return `of plays, ${range(low, high)}`
    case 'watch_seconds_per_profile':
      return 'per person reached'
    default:
      return range(low, high)
  }
}

function withoutMisleading({ evidence, figures }: Known): string | null {
  const out = misleading(evidence)
  const [first] = out
  const name = evidence.assets.find(({ assetId }) => assetId === first)?.name
  if (figures === null || name === undefined) return null
  const kept = [...figures].flatMap(([asset, one]) => (out.has(asset) ? [] : [one]))
  const rate = together(kept, 'completions', 'completion_known')
  return rate === null ? null : `${percent(rate)} without ${name}`
}
