import { Link } from 'wouter'

import { IntervalBar } from '@/shared/charts/interval/IntervalBar'
import { Refused, type useRecord, useSetAside } from '@/shared/decisions'
import { number } from '@/shared/format'
import { Pencil, Thumb, useTitleAssets } from '@/shared/media'
import { Button } from '@/shared/ui'

import { SetAside } from './SetAside'
import { LINE } from './lines'
import type { Pending } from './pending'
import styles from './Waiting.module.css'
import { aboutOf, boundsOf, proofOf } from './words'

const MOST_PICTURES = 2
const WIDTH = 56

interface WaitingRowProps {
  pending: Pending
  /** Whether it is the first one: it has the primary button and the ring. */
  first: boolean
  /** The scale of all costs. */
  domain: readonly [number, number] | null
  /** Records decisions; it outlives the row, which goes once its decision is recorded. */
  record: ReturnType<typeof useRecord>
  onDecided: (id: number) => void
}

/** Something to decide: what to do, why, what waiting costs, and the answers. */
export function WaitingRow({ pending, first, domain, record, onDecided }: WaitingRowProps) {
  const { key, kind, title, heading, evidence, chosen, perWeek, demand } = pending
  const aside = useSetAside()
  const proof = proofOf(pending)
  const busy = record.isPending || aside.isPending
  const decide = () =>
    record.mutate(
      { ask: { kind: kind.toLowerCase(), title, chosen, because: evidence } },
      { onSuccess: ({ recordDecision }) => onDecided(recordDecision.id) },
    )
  const value = perWeek?.value ?? demand?.value ?? null
  return (
    <li className={styles.row} {...LINE}>
      <Pictures pending={pending} first={first} />
      <div className={styles.what}>
        <p className={styles.about}>{aboutOf(pending)}</p>
        <h3 tabIndex={-1}>{heading}</h3>
        <p className={styles.evidence}>
          {evidence}{' '}
          {proof && (
            <Link href={proof.href}>
              {proof.label}
              <span className="vh">: {heading}</span>
            </Link>
          )}
        </p>
        {aside.error && <Refused error={aside.error} />}
      </div>
      <div className={styles.cost}>
        {value !== null && (
          <p>
            <b>
              {perWeek && '+'}
              {number(value, 0)}
            </b>{' '}
            {boundsOf(pending)}
          </p>
        )}
        {perWeek && domain && (
          <IntervalBar
            name={`What waiting costs: ${heading}`}
            estimate={perWeek}
            unit="count"
            domain={domain}
            tone={first ? 'win' : 'plain'}
          />
        )}
        {!perWeek && <p className={styles.about}>No weekly cost.</p>}
      </div>
      <div className={styles.answers}>
        <Button
          small
          {...(first && { variant: 'primary' as const })}
          disabled={busy}
          data-answer="decide"
          onClick={decide}
        >
          Decide<span className="vh">: {heading}</span>
        </Button>
        <SetAside
          heading={heading}
          disabled={busy}
          onRemind={(until) => aside.mutate({ ask: { pending: key, until } })}
          onDismiss={(because) => aside.mutate({ ask: { pending: key, because } })}
        />
      </div>
    </li>
  )
}

/** The assets that it is about. */
function Pictures({ pending, first }: Pick<WaitingRowProps, 'pending' | 'first'>) {
  const assets = useTitleAssets(pending.title)
  const shown = pending.assets.slice(0, MOST_PICTURES).flatMap((id) => assets.get(id) ?? [])
  return (
    <div className={styles.pictures}>
      {shown.map((asset, n) => (
        <span key={asset.assetId}>
          <Thumb asset={asset} width={WIDTH} ratio="2/3" />
          {n === 0 && pending.kind === 'CLICKBAIT' && <Pencil kind="cross" />}
          {n === 0 && first && pending.kind !== 'CLICKBAIT' && <Pencil kind="ring" />}
        </span>
      ))}
    </div>
  )
}
