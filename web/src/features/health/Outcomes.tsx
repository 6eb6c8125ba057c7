import { useAsk } from '@/shared/api'
import { count, number, percent } from '@/shared/format'
import { Empty, ErrorMessage, Panel, SkeletonLines } from '@/shared/ui'

import { PLAYS, type Plays } from './asked'
import styles from './Outcomes.module.css'

const OUTCOMES: Readonly<Record<string, [what: string, meaning: string]>> = {
  qualified: ['Qualified', 'Linked to an impression, and long enough'],
  too_short: ['Too short', 'Linked to an impression, but ended early'],
  outside_window: ['Outside the window', 'The last impression was too long before, within 30 days'],
  no_impression: ['No impression', 'No impression in the 30 days before'],
}

/** The outcomes of plays, and why many have no impression. */
export function Outcomes() {
  const { data, error, refetch } = useAsk(PLAYS, {})
  return (
    <Panel
      title="Plays and impressions"
      lead="Each play is linked to the latest impression of its title before it, within the attribution window."
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
  if (all === 0) return <Empty fact="No plays yet." />
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
          <b>{share > 0 ? `${percent(share, 0)} of plays without an impression: ` : ''}</b>
          {evidence} {remedy}
        </p>
      ))}
      <p className="small sub">{count(all, 'play')} in total.</p>
    </>
  )
}
