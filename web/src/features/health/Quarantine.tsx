import { useAsk } from '@/shared/api'
import { count, number } from '@/shared/format'
import { ButtonLink, Empty, ErrorMessage, Icon, Panel, SkeletonLines } from '@/shared/ui'

import { REJECTED } from './asked'
import styles from './Quarantine.module.css'
import { ranked, reasonOf } from './reasons'
import { RejectedRows } from './RejectedRows'

const ROWS = 200

interface QuarantineProps {
  /** Rows so far, by reason. */
  quarantined: Readonly<Record<string, unknown>>
  /** The reason whose rows are shown; null: the first. */
  reason: string | null
  onReason: (reason: string) => void
}

/** Rows that were put aside: why, which, and all of them as files. */
export function Quarantine({ quarantined, reason, onReason }: QuarantineProps) {
  const reasons = ranked(quarantined)
  const chosen = reason ?? reasons[0]?.[0] ?? ''
  const asked = useAsk(
    REJECTED,
    { limit: ROWS, code: chosen },
    { keep: true, enabled: chosen !== '' },
  )
  const all = reasons.reduce((sum, [, rows]) => sum + rows, 0)
  if (all === 0) {
    return (
      <Panel id="quarantine" title="Quarantine">
        <Empty fact="Every row could be used.">
          A row that cannot is put aside with its file, its place and the reason. Nothing is lost in
          silence.
        </Empty>
      </Panel>
    )
  }
  return (
    <Panel
      id="quarantine"
      title={`Quarantine: ${count(all, 'row')} put aside`}
      lead="Nothing is lost in silence: for each batch, rows are taken, known already, or here."
      actions={asked.data && <Files />}
    >
      <div className={styles.sides}>
        <ul className={styles.reasons} aria-label="Reasons">
          {reasons.map(([code, rows]) => (
            <li key={code}>
              <button
                type="button"
                className={styles.reason}
                aria-pressed={chosen === code}
                onClick={() => onReason(code)}
              >
                <span>
                  {reasonOf(code).what}
                  <small>{reasonOf(code).then}</small>
                </span>
                <span className={styles.figure}>
                  {number(rows)}
                  {reasonOf(code).meant && <small>as meant</small>}
                </span>
                <Icon name="right" />
              </button>
            </li>
          ))}
        </ul>
        {asked.error ? (
          <ErrorMessage error={asked.error} retry={() => void asked.refetch()} />
        ) : asked.data ? (
          <RejectedRows rows={asked.data.rejectedRows} most={ROWS} reason={chosen} />
        ) : (
          <SkeletonLines lines={6} />
        )}
      </div>
    </Panel>
  )
}

const FORMATS = [
  ['csv', 'CSV'],
  ['parquet', 'Parquet'],
  ['jsonl', 'JSON lines'],
] as const

/** All rejected rows, for who may take them. */
function Files() {
  return FORMATS.map(([format, label]) => (
    <ButtonLink
      key={format}
      small
      icon="download"
      href={`/v1/export?raw=quarantine&format=${format}`}
      download={`keyart-quarantine.${format}`}
    >
      {label}
    </ButtonLink>
  ))
}
