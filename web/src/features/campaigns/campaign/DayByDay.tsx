import { scaled, UNKNOWN } from '@/shared/charts/kit/estimate'
import { Sequence } from '@/shared/charts/sequence/Sequence'

import { toneOf } from '../scale'
import type { EvidenceProps } from './Evidence'
import { capitalised } from './parts'

/** What the campaign is to raise, day by day, and since when that is certain. */
export function DayByDay({ campaign, result }: EvidenceProps) {
  const hours = result.primary === 'HOURS_VIEWED'
  const unit = hours ? 'minutes' : 'points'
  const name = `${capitalised(result.primary)} of ${campaign.titleName}`
  const steps = result.path.map(({ day, difference }) => ({
    day,
    always: hours ? scaled(difference, 60) : difference,
  }))
  return (
    <Sequence
      title="Difference over time"
      lead={`So far: got an asset minus held out, in ${unit}${hours ? ' a person' : ''}. The band holds however often you look.`}
      source={`Keyart · campaign ${campaign.name}`}
      data={{ name, unit, steps, tone: toneOf(steps.at(-1)?.always ?? UNKNOWN), height: 200 }}
    />
  )
}
