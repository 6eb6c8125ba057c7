import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { showRange } from '@/shared/charts/kit/units'
import { Figure, type Origin } from '@/shared/figure'
import { count, measure, number, percent, relative } from '@/shared/format'
import { Icon, type IconName, Skeleton, Tip } from '@/shared/ui'

import { type Comparison, type Guardrail, rateOf } from './comparison'
import type { AssetFacts, Norm } from './sheet'
import styles from './Sheet.module.css'
import { drawn, type View } from './view'

interface CellProps {
  view: View
  id: string
}

function armOf({ view, id }: CellProps) {
  return view.comparison.arms.find(({ asset }) => asset === id)
}

interface RateCellProps extends CellProps {
  domain: readonly [number, number]
  norm: Norm | undefined
  origin: Origin | null
}

/** The deciding measure, with its interval on a scale shared by all assets. */
export function RateCell({ view, id, domain, norm, origin }: RateCellProps) {
  const arm = armOf({ view, id })
  if (!arm) return <span className="sub">–</span>
  const { comparison } = view
  const { label, value } = measure(comparison.measure)
  const rate = rateOf(arm, comparison.basis)
  const { unit, scale } = drawn(comparison.measure)
  const estimate = scale(rate)
  const usual =
    comparison.measure === 'take_rate' && norm?.usual != null && norm.usualLow !== null
      ? { low: norm.usualLow, median: norm.usual, high: norm.usualHigh ?? norm.usual }
      : null
  const basis = BASES[comparison.basis]
  const many = count(arm.people, 'person', 'people')
  return (
    <>
      <Figure
        value={value(rate.value)}
        range={showRange(estimate, unit)}
        measure={comparison.measure}
        of={view.nameOf(id)}
        parts={`Based on ${many}, each counted once${basis}.`}
        interval={`${percent(comparison.level, 0)} interval ${showRange(estimate, unit)}, ${comparison.basis === 'ADJUSTED' ? 'nearly ' : ''}valid however often you check`}
        origin={origin}
      />
      <div className={styles.bar2}>
        <IntervalBar
          name={label}
          estimate={estimate}
          unit={unit}
          domain={domain}
          norm={usual}
          tone={view.toneOf(id)}
        />
      </div>
    </>
  )
}

const BASES: Readonly<Record<Comparison['basis'], string>> = {
  RAW: '',
  ADJUSTED: ', adjusted to the same mix of people',
  WEIGHTED: ', weighted by propensity',
}

const SIGNS: Readonly<Record<Guardrail['state'], [IconName, string]>> = {
  HELD: ['check', 'passed'],
  FAILED: ['close', 'failed'],
  UNSURE: ['wait', 'not certain yet'],
}

/** A guardrail: its value, its state, and the difference from the other assets. */
export function GuardrailCell({ view, id, name }: CellProps & { name: string }) {
  const guard = armOf({ view, id })?.guardrails.find((one) => one.measure === name)
  if (guard?.rate.value == null) return <span className="sub">too few plays</span>
  const { value } = measure(name)
  const { unit, scale } = drawn(name)
  const [icon, word] = SIGNS[guard.state]
  const { low, high } = guard.ratio
  const sure = low === null || high === null ? '' : ` (${relative(low)} to ${relative(high)})`
  return (
    <div className={styles.guard} data-state={guard.state}>
      <Figure
        size="text"
        value={value(guard.rate.value)}
        measure={name}
        of={view.nameOf(id)}
        parts={`Compared with the other assets: ${relative(guard.ratio.value)}${sure}.`}
        interval={`${percent(view.comparison.level, 0)} interval ${showRange(scale(guard.rate), unit)}`}
      />
      <span className={styles.state} title={word}>
        <Icon name={icon} />
        <span className="vh">{word}</span>
      </span>
      <span className={styles.more}>{relative(guard.ratio.value)}</span>
    </div>
  )
}

interface FactsProps {
  facts: AssetFacts | undefined
  origin: Origin | null
  of: string
}

/** Watch time per person reached, and per play. */
export function WatchCell({ facts, origin, of }: FactsProps) {
  if (!facts) return <Skeleton width="80px" />
  const { value } = measure('watch_seconds_per_profile')
  return (
    <span className={styles.people}>
      <Figure
        size="text"
        value={value(facts.watch_seconds_per_profile)}
        measure="watch_seconds_per_profile"
        of={of}
        origin={origin}
      />
      <span className={styles.more}>{value(facts.avg_watch_seconds)} per play</span>
    </span>
  )
}

/** The rank of an asset among similar ones. */
export function NormCell({ norm }: { norm: Norm | undefined }) {
  if (norm?.percentile == null) return <span className="sub">no norm yet</span>
  const top = Math.max(1, Math.ceil(100 - norm.percentile))
  const place = top <= 50 ? `Top ${top}%` : `Bottom ${Math.max(1, Math.ceil(norm.percentile))}%`
  return (
    <Tip tip={<p>{norm.sentence}</p>}>
      <button type="button" className={styles.norm}>
        {place} <span className={styles.more}>of {count(norm.peers, 'similar asset')}</span>
      </button>
    </Tip>
  )
}

/** How many people are compared, how many of them watched, and how many may still watch. */
export function PeopleCell({ view, id }: CellProps) {
  const arm = armOf({ view, id })
  if (!arm) return <span className="sub">–</span>
  const rate = view.comparison.measure === 'take_rate' ? arm.rate.value : null
  const watched = rate === null ? null : Math.round(rate * arm.people)
  return (
    <span className={styles.people}>
      <b className="num">{number(arm.people)}</b>
      {watched != null && <span className={styles.more}>{count(watched, 'viewer')}</span>}
      {arm.waiting > 0 && (
        <span className={styles.more}>{number(arm.waiting)} may still watch</span>
      )}
    </span>
  )
}
