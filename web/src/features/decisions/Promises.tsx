import { Suspense } from 'react'

import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { type Estimate, figuresOf } from '@/shared/charts/kit/estimate'
import { domainOf } from '@/shared/charts/kit/ticks'
import { show, showRange } from '@/shared/charts/kit/units'
import { count } from '@/shared/format'
import { lazily } from '@/shared/page'
import { Panel, Skeleton } from '@/shared/ui'

import { calibrationOf, untilChart, WHAT, wordsOf } from './calibration'
import styles from './Promises.module.css'
import type { Decided, Reviews } from './record'

const Calibration = lazily(() =>
  import('@/shared/charts/calibration/Calibration').then(({ Calibration }) => ({
    default: Calibration,
  })),
)

interface PromisesProps {
  whole: Reviews
  decisions: readonly Decided[]
}

/** Whether promises hold: a chart once enough decisions were judged. */
export function Promises({ whole, decisions }: PromisesProps) {
  const data = calibrationOf(whole)
  if (data === null) {
    const words = untilChart(whole, decisions)
    return words && <p className={styles.few}>{words}</p>
  }
  const others = whole.reviews.filter(({ actual }) => actual !== null).length - data.points.length
  return (
    <div className={styles.sides}>
      <Suspense fallback={<Skeleton height="500px" />}>
        <Calibration
          title="Do our promises hold?"
          lead="Each decision by what it promised and what came, by its number. Bars are 95% intervals; the grey fan is the part of all promises that came."
          data={data}
          foot={
            (others > 0 || whole.suppressed > 0) && (
              <>
                {others > 0 && (
                  <span>
                    {count(others, 'decision', 'decisions')} about clickbait{' '}
                    {others === 1 ? 'counts' : 'count'} viewers who stay, and{' '}
                    {others === 1 ? 'is' : 'are'} only in the record.
                  </span>
                )}
                {whole.suppressed > 0 && (
                  <span>
                    {count(whole.suppressed, 'decision', 'decisions')} about too few people to show{' '}
                    {whole.suppressed === 1 ? 'counts' : 'count'} only in the total.
                  </span>
                )}
              </>
            )
          }
        />
      </Suspense>
      <div className={styles.stack}>
        <Panel title="In words">
          <div className={styles.words}>
            {wordsOf(whole).map(({ fact, rest }) => (
              <p key={fact}>
                <b>{fact}</b> {rest}
              </p>
            ))}
          </div>
        </Panel>
        <Total whole={whole} />
      </div>
    </div>
  )
}

/** What all decisions promised, and what came, on one scale. */
function Total({ whole: { promised, actual } }: { whole: Reviews }) {
  if (promised === null || actual === null) return null
  const domain = domainOf(figuresOf([promised, actual]), { zero: true, room: 0.04 })
  const rows: [string, Estimate][] = [
    ['Promised', promised],
    ['Actual', actual],
  ]
  return (
    <Panel
      title="Total"
      lead="Viewers a week, all decisions that can be judged."
      foot={<span>Corrected for the season by titles without a decision.</span>}
    >
      {rows.map(([name, estimate]) => (
        <div key={name} className={styles.total}>
          <span>{name}</span>
          <IntervalBar name={`${name}, ${WHAT}`} estimate={estimate} unit="count" domain={domain} />
          <span className={styles.figure}>
            <b>{show(estimate.value, 'count')}</b>
            <small>{showRange(estimate, 'count')}</small>
          </span>
        </div>
      ))}
    </Panel>
  )
}
