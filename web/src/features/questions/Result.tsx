import clsx from 'clsx'
import { Suspense, useMemo } from 'react'

import { Totals } from '@/shared/figure'
import { ago, count, measure, number, time } from '@/shared/format'
import { lazily } from '@/shared/page'
import { Message, Panel, Skeleton } from '@/shared/ui'

import { type Answer, reasonOf } from './answer'
import { type Question, SHOWN } from './question'
import { turned, type Change } from './changes'
import { Legend, ResultTable } from './ResultTable'
import styles from './Result.module.css'
import { said } from './sentence'
import type { Assets } from './useAssets'
import type { MeasureName } from './vocabulary'

const Picture = lazily(() => import('./Picture'))

interface ResultProps {
  answer: Answer
  question: Question
  drawn: string
  /** The kind of the drawn measure. */
  kind: MeasureName['kind']
  totals: boolean
  assets: Assets
  /** Whether another answer is loading. */
  stale: boolean
  onChange: Change
}

/** An answer as a chart, where one fits, and as a table. */
export function Result(props: ResultProps) {
  const { answer, question, drawn, kind, totals, assets, stale, onChange } = props
  const title = said({ ...question, measures: [drawn] })
  const grouped = answer.keys.length > 0 || answer.timed
  return (
    <div className={clsx(styles.result, stale && styles.stale)} aria-busy={stale}>
      <Notes answer={answer} />
      {grouped ? (
        <>
          <Suspense fallback={<Skeleton height="320px" />}>
            <Picture {...{ answer, drawn, kind, title }} onDraw={(draw) => onChange({ draw })} />
          </Suspense>
          <Rows {...{ answer, question, totals, assets, onChange }} />
        </>
      ) : (
        <Whole answer={answer} />
      )}
    </div>
  )
}

/** The notes above the figures. */
function Notes({ answer }: { answer: Answer }) {
  const { suppressed, meta } = answer
  return (
    <>
      {suppressed > 0 && answer.rows.length > 0 && (
        <Message
          tone="hint"
          fact={`${count(suppressed, 'more group is', 'more groups are')} hidden.`}
        >
          They have too few people, or would reveal a group that does. Use fewer dimensions or a
          longer time to see more.
        </Message>
      )}
      {meta.notes.map((note) => (
        <Message key={note} tone="hint" fact={note} />
      ))}
    </>
  )
}

/** The measures overall, without groups. */
function Whole({ answer }: { answer: Answer }) {
  const totals = useMemo(
    () =>
      answer.measures.map((name) => ({
        label: measure(name).label,
        measure: name,
        value: measure(name).value(answer.total(name).value),
        note: intervalOf(answer, name),
        origin: answer.meta,
        suppressed: answer.totalsSuppressed ? 'too few people' : null,
      })),
    [answer],
  )
  return (
    <>
      <Totals totals={totals} />
      <p className={styles.origin}>
        <Origin answer={answer} />
      </p>
    </>
  )
}

function intervalOf(answer: Answer, name: string): string | null {
  const { low, high } = answer.total(name)
  if (low === null || high === null) return null
  const { figure } = measure(name)
  return `${figure(low)} – ${figure(high)}`
}

type RowsProps = Pick<ResultProps, 'answer' | 'question' | 'totals' | 'assets' | 'onChange'>

function Rows({ answer, question, totals, assets, onChange }: RowsProps) {
  const more = answer.rows.length > SHOWN
  const shown = more ? SHOWN : answer.rows.length
  const { order = [] } = question
  return (
    <Panel
      title={count(shown, 'row')}
      lead={
        more
          ? `Showing the first ${number(SHOWN)}; exports have all rows.`
          : 'Totals are counted separately, not summed from rows.'
      }
      foot={
        <>
          <Legend measures={answer.measures} />
          <Origin answer={answer} />
        </>
      }
    >
      {shown === 0 ? (
        <p className="sub2">
          {answer.meta.asOf === null
            ? 'This store has no events yet. Load some with keyart ingest.'
            : answer.suppressed > 0
              ? 'Every row has too few people to show. Use fewer dimensions or a longer time.'
              : 'No row meets all conditions. Remove a filter or a bound.'}
        </p>
      ) : (
        <ResultTable
          answer={answer}
          caption={said(question)}
          grain={question.grain ?? ''}
          order={order}
          totals={totals}
          assets={assets}
          onSort={(column, down) => onChange({ order: turned(order, column, down) })}
        />
      )}
    </Panel>
  )
}

/** Which engine answered, why, how fast, and as of when. */
function Origin({ answer: { meta } }: { answer: Answer }) {
  const { answeredBy, reason, ms, asOf, completeUntil, exact } = meta
  return (
    <>
      <span>
        {exact ? 'Exact' : 'Approximate'}, by {answeredBy} ({reasonOf(reason)}) in{' '}
        {number(ms, ms < 10 ? 1 : 0)} ms
      </span>
      {asOf && (
        <span>
          Data to {time(asOf)} ({ago(asOf)})
        </span>
      )}
      {completeUntil && <span>Complete until {time(completeUntil)}</span>}
    </>
  )
}
