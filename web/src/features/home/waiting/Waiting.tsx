import { useState } from 'react'
import { Link } from 'wouter'

import { domainOf } from '@/shared/charts/kit/ticks'
import { figuresOf } from '@/shared/charts/kit/estimate'
import { Refused, useRecord, useReverse } from '@/shared/decisions'
import { count, number } from '@/shared/format'
import { Button, ErrorMessage, Loading, Message, SkeletonLines } from '@/shared/ui'
import { places } from '@/shared/url'

import { useLines } from './lines'
import { type Pending, usePending } from './pending'
import styles from './Waiting.module.css'
import { WaitingRow } from './WaitingRow'
import { costOf, doneWords, headingOf } from './words'

const MOST_SHOWN = 5

/** What was decided on this page, for who wants it undone. */
interface Done {
  id: number
  pending: Pending
}

/** What waits for a decision, most expensive first: the morning list. */
export function Waiting() {
  const { data, error, refetch } = usePending()
  const [all, setAll] = useState(false)
  const record = useRecord()
  const [done, setDone] = useState<readonly Done[]>([])
  useLines(data?.pendingDecisions?.decisions.map(({ key }) => key) ?? [])
  if (error) {
    return (
      <section className={styles.waiting} aria-label="Decisions">
        <ErrorMessage error={error} retry={() => void refetch()} />
      </section>
    )
  }
  if (!data) {
    return (
      <section className={styles.waiting} aria-label="Decisions">
        <h2>Looking for decisions</h2>
        <Loading what="decisions" />
        <div className={styles.list}>
          <SkeletonLines lines={9} />
        </div>
      </section>
    )
  }
  const decisions = data.pendingDecisions?.decisions ?? []
  const aside = data.pendingDecisions?.setAside ?? 0
  const shown = all ? decisions : decisions.slice(0, MOST_SHOWN)
  const domain = scaleOf(decisions)
  const [first] = decisions
  const cost = first && costOf(first)
  return (
    <section className={styles.waiting} aria-label="Decisions" data-guide="decisions">
      <h2>{headingOf(decisions.length)}</h2>
      <p className={styles.lead}>
        {cost ? (
          <>
            The first costs <b>{cost}</b> for as long as it waits.
          </>
        ) : (
          decisions.length === 0 &&
          'Tests with a winner, policies, clickbait and under-served genres appear here.'
        )}
      </p>
      {done.map(({ id, pending }) => (
        <DoneMessage
          key={id}
          id={id}
          pending={pending}
          onUndone={() => setDone(done.filter((one) => one.id !== id))}
        />
      ))}
      {record.error && <Refused error={record.error} />}
      {shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map((pending, n) => (
            <WaitingRow
              key={pending.key}
              pending={pending}
              first={n === 0}
              domain={domain}
              record={record}
              onDecided={(id) => setDone([...done, { id, pending }])}
            />
          ))}
        </ul>
      )}
      {(decisions.length > 0 || aside > 0) && (
        <p className={styles.notes}>
          {domain && (
            <span>
              Bars show 95% intervals on one scale, 0 to {number(domain[1], 0)} a week. Don’t add
              them up: decisions on one title overlap.
            </span>
          )}
          {aside > 0 && (
            <Link href={`${places.decisions}?list=aside`}>
              {count(aside, 'more', 'more')} dismissed or put off
            </Link>
          )}
          {decisions.length > MOST_SHOWN && (
            <Button small variant="quiet" onClick={() => setAll(!all)}>
              {all ? 'Show fewer' : `Show all ${decisions.length}`}
            </Button>
          )}
        </p>
      )}
    </section>
  )
}

/** One scale for all costs; null if none is known. */
function scaleOf(decisions: readonly Pending[]): readonly [number, number] | null {
  const costs = decisions.flatMap(({ perWeek }) => perWeek ?? [])
  if (costs.length === 0) return null
  const [, high] = domainOf([0, ...figuresOf(costs)], { room: 0.04 })
  return [0, high]
}

interface DoneProps extends Done {
  onUndone: () => void
}

/** What was decided, and how to undo it. */
function DoneMessage({ id, pending, onUndone }: DoneProps) {
  const { mutate, isPending, error } = useReverse()
  return (
    <>
      <Message
        tone="done"
        fact={`${pending.heading}.`}
        action={
          <Button
            small
            disabled={isPending}
            onClick={() =>
              mutate({ ask: { decision: id, because: 'Undone at once.' } }, { onSuccess: onUndone })
            }
          >
            Undo
          </Button>
        }
      >
        {doneWords(pending)}
      </Message>
      {error && <Refused error={error} />}
    </>
  )
}
