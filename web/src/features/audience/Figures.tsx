import { nameOf } from '@/shared/expression'
import { fewer, type Total, Totals, useSmallestCell, whyFewer } from '@/shared/figure'
import { number, percent, points, relative, signed } from '@/shared/format'

import type { Audience } from './asking'

interface FiguresProps {
  audience: Audience
  share: number | null
  returns: readonly { days: number; rate: number | null; everybody: number | null }[]
}

/** The size, growth and return rate of an audience. */
export function Figures({ audience, share, returns }: FiguresProps) {
  const least = useSmallestCell()
  const of = nameOf(audience)
  const { profiles } = audience
  const size: Total = {
    label: 'Size',
    measure: 'profiles',
    of,
    value: profiles === null ? fewer(least) : number(profiles),
    parts: profiles === null ? whyFewer(least) : 'Eligible profiles, counted exactly.',
    note: share === null ? whyFewer(least) : `${percent(share)} of eligible profiles`,
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
          parts: `Share of a day’s active profiles that are active again ${days} days later, over all days.`,
          note: `average ${percent(everybody)}, ${difference(rate, everybody)}`,
        })),
      ]}
    />
  )
}

function difference(rate: number | null, everybody: number | null): string {
  if (rate === null || everybody === null) return 'not known yet'
  return `${points(rate - everybody)} points`
}

/** The growth of an affinity since the previous model; empty with a single model. */
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
      parts: `${number(now.profiles)} in version ${now.fit}, ${number(before.profiles)} in version ${before.fit}.`,
      note: `${signed(more, 0)} since version ${before.fit}`,
    },
  ]
}
