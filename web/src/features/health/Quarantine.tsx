import { useAsk } from '@/shared/api'
import { count, number } from '@/shared/format'
import { ButtonLink, Empty, ErrorMessage, Icon, Panel, SkeletonLines } from '@/shared/ui'

import { REJECTED } from './asked'
import styles from './Quarantine.module.css'
import { ranked, reasonOf } from './reasons'
import { RejectedRows } from './RejectedRows'

const ROWS = 200

interface QuarantineProps {
  /** The number of rows by reason. */
  quarantined: Readonly<Record<string, unknown>>
  /** The selected reason; null: the first. */
  reason: string | null
  onReason: (reason: string) => void
}

/** The quarantined rows: the reasons, samples, and exports. */
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
        <Empty fact="No rejected rows.">
          Every rejected row is kept here with its file, its position and the reason.
        </Empty>
      </Panel>
    )
  }
  return (
    <Panel
      id="quarantine"
      title={`Quarantine: ${count(all, 'row')}`}
      lead="Every rejected row is kept here."
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
                  {reasonOf(code).meant && <small>expected</small>}
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

/** The exports of all rejected rows. */
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
