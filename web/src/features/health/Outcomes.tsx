import { useAsk } from '@/shared/api'
import { count, number, percent } from '@/shared/format'
import { Empty, ErrorMessage, Panel, SkeletonLines } from '@/shared/ui'

import { PLAYS, type Plays } from './asked'
import styles from './Outcomes.module.css'

const OUTCOMES: Readonly<Record<string, [what: string, meaning: string]>> = {
  qualified: ['Qualified', 'An impression led to them, and they lasted'],
  too_short: ['Too short', 'An impression led to them; they ended early'],
  outside_window: ['Outside the window', 'Shown in the 30 days before, but too long before'],
  no_impression: ['No impression', 'Never shown in the 30 days before: found in another way'],
}

/** What became of plays, and why many found no impression. */
export function Outcomes() {
  const { data, error, refetch } = useAsk(PLAYS, {})
  return (
    <Panel
      title="Plays and their impressions"
      lead="Each play belongs to the latest impression of its title before it, within the window."
    >
      {error ? (
        <ErrorMessage error={error} retry={() => void refetch()} />
      ) : data ? (
        <Shown plays={data.dataHealth} />
      ) : (
        <SkeletonLines lines={6} />
      )}
    </Panel>
  )
}

function Shown({ plays: { playsByReason, causes } }: { plays: Plays }) {
  const plays = Object.entries(playsByReason).map(([code, n]): [string, number] => [
    code,
    Number(n),
  ])
  const all = plays.reduce((sum, [, n]) => sum + n, 0)
  if (all === 0) return <Empty fact="There are no plays to tell of." />
  return (
    <>
      <ul className={styles.outcomes}>
        {plays.map(([code, n]) => (
          <li key={code}>
            <span>
              {OUTCOMES[code]?.[0] ?? code}
              <small>{OUTCOMES[code]?.[1]}</small>
            </span>
            <span className={styles.bar} aria-hidden="true">
              <i style={{ width: `${(100 * n) / all}%` }} />
            </span>
            <span className={styles.figure}>
              {percent(n / all)}
              <small>{number(n)}</small>
            </span>
          </li>
        ))}
      </ul>
      {causes.map(({ code, share, evidence, remedy }) => (
        <p key={code} className={styles.cause}>
          <b>{share > 0 ? `${percent(share, 0)} of those without: ` : ''}</b>
          {evidence} {remedy}
        </p>
      ))}
      <p className="small sub">{count(all, 'play')} in all.</p>
    </>
  )
}
