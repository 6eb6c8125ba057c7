import { fewer, type Total, Totals, useSmallestCell, whyFewer } from '@/shared/figure'
import { number, percent, points, relative, signed } from '@/shared/format'

import type { Audience } from './asking'
import { nameOf } from './describing'

interface FiguresProps {
  audience: Audience
  share: number | null
  returns: readonly { days: number; rate: number | null; everybody: number | null }[]
}

/** The size of an audience, how it grows, and how often it comes back. */
export function Figures({ audience, share, returns }: FiguresProps) {
  const least = useSmallestCell()
  const of = nameOf(audience)
  const { profiles } = audience
  const size: Total = {
    label: 'Size',
    measure: 'profiles',
    of,
    value: profiles === null ? fewer(least) : number(profiles),
    parts: profiles === null ? whyFewer(least) : 'Members that may be segmented, counted exactly.',
    note: share === null ? whyFewer(least) : `${percent(share)} of all that may be segmented`,
  }
  return (
    <Totals
      totals={[
        size,
        ...growth(audience),
        ...returns.map(({ days, rate, everybody }) => ({
          label: `Back after ${days} days`,
          measure: 'return rate',
          of,
          value: percent(rate),
          parts: `Of the profiles active on a day, those active again ${days} days later, over all days.`,
          note: `everybody ${percent(everybody)}, ${difference(rate, everybody)}`,
        })),
      ]}
    />
  )
}

function difference(rate: number | null, everybody: number | null): string {
  if (rate === null || everybody === null) return 'not known yet'
  return `${points(rate - everybody)} points`
}

/** How an affinity has grown since the fit before; nothing while there is one fit only. */
function growth({ growth, ...audience }: Audience): Total[] {
  const [before, now] = growth.slice(-2)
  if (!before?.profiles || !now?.profiles) return []
  const more = now.profiles - before.profiles
  return [
    {
      label: 'Growth',
      measure: 'growth',
      of: nameOf(audience),
      value: relative(more / before.profiles, 1),
      parts: `${number(now.profiles)} in fit ${now.fit}, ${number(before.profiles)} in fit ${before.fit}.`,
      note: `${signed(more, 0)} since fit ${before.fit}`,
    },
  ]
}
