import { Chances } from '@/shared/charts/chance/Chances'
import { Sequence } from '@/shared/charts/sequence/Sequence'
import { fixed, measure } from '@/shared/format'
import { type Comparison, misleading } from './comparison'
import { differenceUnit, type View } from './view'
import { scaled } from '@/shared/charts/kit/estimate'

interface ProbabilityProps {
  view: View
  /** The comparison without the asset that loses viewers, if there is one. */
  without: Comparison | null
}

/** The probability of being best, and the expected loss. */
export function Probability({ view, without }: ProbabilityProps) {
  const { comparison, nameOf, letterOf, toneOf, source } = view
  const failed = misleading(comparison)
  const keeps = (asset: string) =>
    asset === failed
      ? 'fails a guardrail'
      : (without?.arms.find((arm) => arm.asset === asset)?.best ?? null)
  return (
    <Chances
      title="Probability of being best"
      lead={lossOf(view)}
      source={source}
      data={{
        columns: failed ? ['by plays alone', 'that keeps viewers'] : ['given all data'],
        rows: comparison.arms.map(({ asset, best }) => ({
          id: asset,
          name: nameOf(asset),
          letter: letterOf(asset),
          tone: toneOf(asset),
          chances: failed ? [best, keeps(asset)] : [best],
        })),
      }}
    />
  )
}

function lossOf({ comparison, nameOf }: View): string {
  const leader = comparison.arms[0]
  if (leader?.expectedLoss == null) return ''
  const { kind } = measure(comparison.measure)
  const loss = kind === 'rate' ? leader.expectedLoss * 100 : leader.expectedLoss / 60
  const unit = kind === 'rate' ? 'points' : 'minutes'
  const small = loss < 0.01 ? 'under 0.01' : fixed(loss, 2)
  return `If ${nameOf(leader.asset)} isn’t the best, showing it costs ${small} ${unit} on average.`
}

/** When the result became certain: the leader's lead day by day. */
export function Since({ view }: { view: View }) {
  const { comparison, nameOf, toneOf, source } = view
  const [leader, rival] = comparison.arms
  if (!leader || !rival || comparison.path.length < 2) return null
  const unit = differenceUnit(comparison.measure)
  const factor = unit === 'points' ? 1 : 1 / 60

  const name = `${nameOf(leader.asset)} minus ${nameOf(rival.asset)}`
  return (
    <Sequence
      title="Difference over time"
      lead={`${name}, in ${unit === 'points' ? 'points' : 'minutes'}. Band: valid on all days together; dashed: valid for a single look.`}
      source={source}
      data={{
        name,
        unit: unit === 'points' ? 'points' : 'minutes',
        tone: toneOf(leader.asset),
        height: Math.max(200, 40 * comparison.arms.length + 20),
        steps: comparison.path.map(({ day, people, alwaysValid, fixed: single }) => ({
          day,
          people,
          always: scaled(alwaysValid, factor),
          single: scaled(single, factor),
        })),
      }}
    />
  )
}
